/** Hands a blob over to the person as a file. */
export function saveAs(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then; the browser keeps the data until it is done.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
