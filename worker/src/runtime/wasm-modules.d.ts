// wasm-bindgen's output is made by the build; its shape is stated in glue.ts.
declare module '*/wasm/threads/pathloom.js';
declare module '*/wasm/single/pathloom.js';
// How many 64 KiB pages the threaded build needs at least; the bundler reads it out of the glue.
declare const THREADS_INITIAL_PAGES: number;
