import { startConsole } from './app/index.ts';

const place = document.getElementById('console');
if (place === null) throw new Error('index.html lacks #console');
await startConsole(place);
