/**
 * A value as it stands in a filter of a filter graph: escaped once for the option, once for the graph
 * (ffmpeg-filters, "Notes on filtergraph escaping").
 */
export function filterValue(text: string): string {
  const option = text.replace(/[\\':]/g, (found) => `\\${found}`);
  return option.replace(/[\\'[\],;]/g, (found) => `\\${found}`);
}

/** A path as a filter value; backslashes of Windows become slashes, which it takes as well. */
export function filterPath(path: string): string {
  return filterValue(process.platform === 'win32' ? path.replaceAll('\\', '/') : path);
}
