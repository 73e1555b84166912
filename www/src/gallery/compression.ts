/** Gzip by the browser's own streams: no library, and the bytes never pass through the page. */

export const gzip = (blob: Blob): Promise<Blob> =>
  new Response(blob.stream().pipeThrough(new CompressionStream('gzip'))).blob();

/** Rejects with a `TypeError` when the data is damaged. */
export async function gunzip(blob: Blob, type: string): Promise<Blob> {
  const plain = await new Response(blob.stream().pipeThrough(new DecompressionStream('gzip'))).blob();
  return new Blob([plain], { type });
}
