import { DomainError } from '@aoc/contracts';
import { toDomainError } from './error-mapping';

const asClass = (name: string): Error =>
  Object.defineProperty(new Error('connection 7 to 127.0.0.1:27017 closed'), 'name', { value: name });
const fromServer = (code: number): Error => Object.assign(asClass('MongoServerError'), { message: 'says the server', code });
const ended = Object.assign(new Error('This socket has been ended by the other party'), { code: 'EPIPE' });

describe('an error of the database', () => {
  it.each([
    ...['MongoNetworkError', 'MongoNetworkTimeoutError', 'MongoServerSelectionError', 'MongoNotConnectedError'].map(asClass),
    ...['MongoServerClosedError', 'MongoTopologyClosedError', 'MongoClientClosedError', 'MongoOperationTimeoutError'].map(asClass),
    ...['MongoPoolClearedError', 'PoolClearedOnNetworkError', 'MongoPoolClosedError', 'MongoWaitQueueTimeoutError'].map(asClass),
    ...[43, 91, 189, 11600, 11602].map(fromServer),
    ended,
  ])('$name $code says that it is away', (error) => {
    expect(toDomainError(error)).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('database does not answer'),
      cause: error,
    });
  });

  it('a time limit asks for a narrower question', () => {
    expect(toDomainError(fromServer(50))).toMatchObject({ code: 'unavailable', message: expect.stringContaining('Narrow the time range') });
  });

  it.each([fromServer(2), fromServer(11000), new Error('anything'), 'not even an error', asClass('SomeError')])(
    'what nobody expects is internal, without details: %s',
    (error) => {
      const known = toDomainError(error);
      expect(known).toBeInstanceOf(DomainError);
      expect(known).toMatchObject({ code: 'internal', message: expect.not.stringContaining('server') });
    },
  );
});
