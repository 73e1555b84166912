/**
 * Puts bitmaps on the screen at any scale: on the graphics card through WebGL2, else on a 2D canvas.
 *
 * While the view moves it is made of bitmaps that exist already, so that a frame costs a few rectangles whatever
 * the drawing holds. A library was rejected: there is one program with four uniforms. CSS transforms were, too: a
 * browser may paint an enlarged element anew, on the page's thread, in the middle of a movement.
 */
import type { Region } from '../raster/raster';
import type { Box } from './modes';

/** A bitmap and the part of the picture that it shows. */
export type Patch = { bitmap: ImageBitmap; region: Region };

/** A patch on the screen. */
export type Placed = {
  patch: Patch;
  /** CSS pixels for a pixel of the picture, and where its corner lies in the pane. */
  scale: number;
  x: number;
  y: number;
  clip: Box;
  opacity: number;
  /** Pixels as squares. */
  crisp: boolean;
};

export interface Scaler {
  readonly kind: 'webgl2' | '2d';
  /** Shows these from below; `ratio` is device pixels for a CSS pixel. */
  draw(placed: readonly Placed[], ratio: number): void;
  dispose(): void;
}

/** The best scaler the canvas can have; null where it can have none. */
export function createScaler(canvas: HTMLCanvasElement, gpu = true): Scaler | null {
  const gl = gpu ? canvas.getContext('webgl2', { antialias: false }) : null;
  if (gl) {
    const made = onGpu(canvas, gl);
    if (made) return made;
  }
  const context = canvas.getContext('2d');
  return context ? on2d(canvas, context) : null;
}

/** The patch's corners on the canvas, device pixels. */
function corners({ patch: { region }, scale, x, y }: Placed, ratio: number) {
  return {
    left: (x + region.x * scale) * ratio,
    top: (y + region.y * scale) * ratio,
    width: region.width * scale * ratio,
    height: region.height * scale * ratio,
  };
}

function clipped({ clip }: Placed, ratio: number): [number, number, number, number] {
  const left = Math.round(clip.x * ratio);
  const top = Math.round(clip.y * ratio);
  return [
    left,
    top,
    Math.round((clip.x + clip.width) * ratio) - left,
    Math.round((clip.y + clip.height) * ratio) - top,
  ];
}

const vertexSource = `#version 300 es
uniform vec4 box;
out vec2 at;
void main() {
  at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  gl_Position = vec4(box.xy + at * box.zw, 0, 1);
}`;

const fragmentSource = `#version 300 es
precision mediump float;
uniform sampler2D bitmap;
uniform float opacity;
in vec2 at;
out vec4 color;
void main() {
  color = texture(bitmap, at) * opacity;
}`;

function onGpu(canvas: HTMLCanvasElement, gl: WebGL2RenderingContext): Scaler | null {
  let program = compile(gl);
  if (!program) return null;
  let textures = new Map<ImageBitmap, WebGLTexture>();
  let last: [readonly Placed[], number] = [[], 1];

  // A lost card comes back empty: the next frame fills it again.
  const lost = (event: Event): void => event.preventDefault();
  const restored = (): void => {
    program = compile(gl);
    textures = new Map();
    draw(...last);
  };
  canvas.addEventListener('webglcontextlost', lost);
  canvas.addEventListener('webglcontextrestored', restored);

  function texture(bitmap: ImageBitmap): WebGLTexture {
    const known = textures.get(bitmap);
    if (known) {
      gl.bindTexture(gl.TEXTURE_2D, known);
      return known;
    }
    const made = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, made);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
    gl.generateMipmap(gl.TEXTURE_2D);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
    textures.set(bitmap, made);
    return made;
  }

  function draw(placed: readonly Placed[], ratio: number): void {
    last = [placed, ratio];
    if (!program || gl.isContextLost()) return;
    const { width, height } = canvas;
    gl.viewport(0, 0, width, height);
    gl.disable(gl.SCISSOR_TEST);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.enable(gl.SCISSOR_TEST);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.useProgram(program);
    const boxAt = gl.getUniformLocation(program, 'box');
    const opacityAt = gl.getUniformLocation(program, 'opacity');
    for (const each of placed) {
      if (each.patch.bitmap.width === 0) continue;
      const [left, top, wide, high] = clipped(each, ratio);
      if (wide <= 0 || high <= 0) continue;
      gl.scissor(left, height - top - high, wide, high);
      texture(each.patch.bitmap);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, each.crisp ? gl.NEAREST : gl.LINEAR);
      const box = corners(each, ratio);
      gl.uniform4f(
        boxAt,
        (box.left / width) * 2 - 1,
        1 - (box.top / height) * 2,
        (box.width / width) * 2,
        (-box.height / height) * 2,
      );
      gl.uniform1f(opacityAt, each.opacity);
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    }
    const used = new Set(placed.map(({ patch }) => patch.bitmap));
    for (const [bitmap, made] of textures) {
      if (used.has(bitmap)) continue;
      gl.deleteTexture(made);
      textures.delete(bitmap);
    }
  }

  return {
    kind: 'webgl2',
    draw,
    dispose() {
      canvas.removeEventListener('webglcontextlost', lost);
      canvas.removeEventListener('webglcontextrestored', restored);
      for (const made of textures.values()) gl.deleteTexture(made);
      gl.deleteProgram(program);
    },
  };
}

function compile(gl: WebGL2RenderingContext): WebGLProgram | null {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, vertexSource],
    [gl.FRAGMENT_SHADER, fragmentSource],
  ] as const) {
    const shader = gl.createShader(kind);
    if (!shader) return null;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) ? program : null;
}

function on2d(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D): Scaler {
  return {
    kind: '2d',
    draw(placed, ratio) {
      context.clearRect(0, 0, canvas.width, canvas.height);
      for (const each of placed) {
        const { bitmap } = each.patch;
        const [left, top, wide, high] = clipped(each, ratio);
        if (bitmap.width === 0 || wide <= 0 || high <= 0) continue;
        const box = corners(each, ratio);
        context.save();
        context.beginPath();
        context.rect(left, top, wide, high);
        context.clip();
        context.globalAlpha = each.opacity;
        context.imageSmoothingEnabled = !each.crisp;
        context.drawImage(bitmap, box.left, box.top, box.width, box.height);
        context.restore();
      }
    },
    dispose() {},
  };
}
