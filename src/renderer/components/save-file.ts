/** Gives a person a file to keep. `contentBase64` is as the station sends it. */
export function saveFile({ fileName, contentBase64 }: { readonly fileName: string; readonly contentBase64: string }, mediaType: string): void {
  const link = window.document.createElement('a');
  link.href = URL.createObjectURL(new Blob([Uint8Array.from(atob(contentBase64), (letter) => letter.charCodeAt(0))], { type: mediaType }));
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(link.href);
}
