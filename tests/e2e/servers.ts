// Where the two test servers listen; one base port can be moved when another program has it.
const base = Number(process.env.PATHLOOM_TEST_PORT ?? 4620);

export const ports = { isolated: base, plain: base + 1 };
/** Cross-origin isolated: SharedArrayBuffer and threads. */
export const isolatedUrl = `http://127.0.0.1:${ports.isolated}`;
/** The same files without the isolation headers. */
export const plainUrl = `http://127.0.0.1:${ports.plain}`;
