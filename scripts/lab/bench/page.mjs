/** The same measurements in a browser's page: chromium.mjs calls measureInPage there. */
import { measurePrograms } from './programs.mjs';

globalThis.measureInPage = async ({ names, queries, effort }) => {
  const compile = async (file) => WebAssembly.compile(await (await fetch(file)).arrayBuffer());
  const started = performance.now();
  const checkModule = await compile('/check.wasm');
  const compileTime = performance.now() - started;
  const result = await measurePrograms(
    { benchModule: await compile('/bench.wasm'), checkModule },
    { names, queries, effort },
  );
  return { ...result, compileTime };
};
