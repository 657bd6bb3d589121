import { reasonOf } from '../errors';
import { freePort } from './ports';

/** Start something on a free port; another one is tried when some other process took the port in between. */
export async function onFreePort<T>(start: (port: number) => Promise<T>): Promise<{ result: T; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    try {
      return { result: await start(port), port };
    } catch (error) {
      if (attempt >= 5 || !/address already in use|EADDRINUSE|could not create any TCP\/IP sockets/i.test(reasonOf(error))) throw error;
    }
  }
}
