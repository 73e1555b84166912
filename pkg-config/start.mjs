// `npm start`: sets up what is missing, builds what changed, serves the converter and prints its address.
//
// usage: node start.mjs [--fast] [--port N]     the port is 8420, or the next free one
import { buildAll } from './build.mjs';
import { serve } from './serve.mjs';
import { run } from './steps.mjs';

const words = process.argv.slice(2);
const wanted = words.includes('--port') ? Number(words[words.indexOf('--port') + 1]) : 8420;

async function serveNear(port) {
  for (let candidate = port; ; candidate += 1) {
    try {
      return await serve({ '/': 'www/dist' }, { port: candidate, host: 'localhost' });
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || candidate > port + 50) throw error;
    }
  }
}

const setup = await run('bash', ['pkg-config/setup.sh']);
if (!setup.ok) console.warn('Not everything that setup wants is there; building with what is.');
try {
  await buildAll({ fast: words.includes('--fast') });
  const { url } = await serveNear(wanted);
  console.log(`\nPathloom is at ${url}   (Ctrl+C ends it)`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
