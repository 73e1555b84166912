/** How the page draws, apart from what: optimisations of its own that can be switched off, like the engine's. */
export const display = $state({
  /** Scale bitmaps on the graphics card. */
  gpuPreview: true,
});
