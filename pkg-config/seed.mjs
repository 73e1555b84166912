// The seed of every random search in `npm test`: property tests, in Rust and TypeScript, and fuzzing.
//
// A gate has to say the same of the same commit twice, so it is 1 unless PATHLOOM_SEED says otherwise. Searching
// goes on by hand: `PATHLOOM_SEED=$RANDOM npm test -- cargo unit fuzz`, or plain `cargo test`, which is never seeded.
export const seed = Number(process.env.PATHLOOM_SEED ?? 1);
