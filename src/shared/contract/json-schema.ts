import { z } from 'zod';
import { errorCatalog } from '../base/index.ts';
import { contract, type MethodContract } from './methods.ts';

/** The contract as JSON Schema (draft 2020-12), with every error code: what `shilu schema` prints. */
export function contractJsonSchema(): Record<string, unknown> {
  const methods = Object.fromEntries(
    Object.entries<MethodContract>(contract).map(([name, method]) => [
      name,
      {
        purpose: method.purpose,
        allowed: method.allowed,
        params: z.toJSONSchema(method.params, { io: 'input' }),
        result: z.toJSONSchema(method.result),
      },
    ]),
  );
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Shilu station contract', protocol: 'JSON-RPC 2.0', methods, errors: errorCatalog };
}
