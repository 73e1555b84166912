/** Pictures from wherever a person brings them: a drop, the clipboard, a dialogue, the samples. */

/** What the file dialogue offers. The engine decides by content, so a wrong name is no obstacle. */
export const accepted = 'image/*,.tif,.tiff,.qoi,.tga,.pnm,.ppm,.pgm,.pbm,.hdr,.ico';

/** A picture to try, served with the page. */
export type Sample = { name: string; file: string; thumbnail: string };

/** The files of a drop or paste. */
export function filesFrom(transfer: DataTransfer | null): File[] {
  return [...(transfer?.files ?? [])];
}

/** Whether something being dragged holds files: their number is not told before the drop. */
export function holdsFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes('Files') ?? false;
}

/** A sample as a file, as if it had been dropped. Rejects with a `TypeError` when it can't be fetched. */
export async function fetchSample(sample: Sample): Promise<File> {
  const response = await fetch(sample.file);
  if (!response.ok) throw new TypeError(`${response.status} ${response.statusText}`);
  return new File([await response.blob()], sample.name);
}

/** A file's name without its last extension. */
export function stem(name: string): string {
  return name.replace(/\.[^.]+$/, '') || name;
}
