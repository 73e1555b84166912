/** File names that differ, for archives: a second `map.svg` becomes `map (2).svg`. */

/** Returns a function that gives each name back as it is, or numbered when it was taken (whatever the case). */
export function unique(): (name: string) => string {
  const taken = new Set<string>();
  const next = new Map<string, number>();
  return (name) => {
    const dot = name.lastIndexOf('.');
    const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    let candidate = name;
    for (let at = next.get(name.toLowerCase()) ?? 2; taken.has(candidate.toLowerCase()); at += 1) {
      candidate = `${stem} (${at})${extension}`;
      next.set(name.toLowerCase(), at + 1);
    }
    taken.add(candidate.toLowerCase());
    return candidate;
  };
}

/** A name that is one in every file system: no folders, no control or reserved characters. */
export function safeName(name: string): string {
  const plain = [...name]
    .map((letter) => (letter < ' ' || '<>:"/\\|?*\u007f'.includes(letter) ? '_' : letter))
    .join('')
    .replace(/^\.+|[. ]+$/g, '')
    .slice(0, 180);
  return plain || 'picture';
}
