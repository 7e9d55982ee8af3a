import type { FileOps } from '../../src/main/platform/index.ts';

/** File operations that answer for each path with those of the disk it lies on. */
export function routedDisks(route: (path: string) => FileOps): FileOps {
  return {
    create: (path) => route(path).create(path),
    makeFolder: (path) => route(path).makeFolder(path),
    reopen: (path) => route(path).reopen(path),
    writeWhole: (path, bytes) => route(path).writeWhole(path, bytes),
    setAside: (path) => route(path).setAside(path),
  };
}
