/**
 * Whether there is a graphics card that WebGL reaches.
 *
 * Without one a browser imitates WebGL on the processor, and every frame is then copied back: a plain 2D canvas is
 * quicker. Asking for a context with `failIfMajorPerformanceCaveat` was tried first; Chromium gives the imitation
 * all the same. So the renderer's name decides.
 */
const imitations = /swiftshader|llvmpipe|softpipe|software|basic render/i;

export function hasGraphicsCard(): boolean {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return false;
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return !imitations.test(name);
}
