import { createLogger } from '@aoc/server/observability';
import { whenDatabaseAnswers } from './open-stores';

describe('first work with the database', () => {
  it('is tried again while the database is away, and its result is that of the first success', async () => {
    let tries = 0;
    const attempt = (): Promise<string> => {
      tries += 1;
      return tries < 3 ? Promise.reject(new Error('connection closed')) : Promise.resolve('done');
    };
    expect(await whenDatabaseAnswers(createLogger('test', 'silent'), attempt)).toBe('done');
    expect(tries).toBe(3);
  });
});
