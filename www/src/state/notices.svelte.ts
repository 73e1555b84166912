/** Notices that a person needs to see once, ever. */

const key = 'pathloom.seen';

function recall(): string[] {
  try {
    return (localStorage.getItem(key) ?? '').split(' ').filter(Boolean);
  } catch {
    // Storage can be forbidden; then a notice comes again next time.
    return [];
  }
}

export class Notices {
  #seen = $state.raw<readonly string[]>(recall());

  seen(name: string): boolean {
    return this.#seen.includes(name);
  }

  dismiss(name: string): void {
    this.#seen = [...this.#seen, name];
    try {
      localStorage.setItem(key, this.#seen.join(' '));
    } catch {
      // As above.
    }
  }
}
