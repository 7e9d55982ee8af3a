import { z } from 'zod';

// zod would try to compile schemas to code, which the content security policy forbids. Must run before any schema is built.
z.config({ jitless: true });
