import { DomainError } from '@aoc/contracts';
import mongoose from 'mongoose';
import { toDomainError } from './error-mapping';

const { mongo } = mongoose;
const asClass = (name: string): Error =>
  Object.defineProperty(new Error('connection 7 to 127.0.0.1:27017 closed'), 'name', { value: name });
const fromServer = (code: number): Error => new mongo.MongoServerError({ message: 'says the server', code });

describe('an error of the database', () => {
  it.each([
    new mongo.MongoNetworkError('connection closed'),
    new mongo.MongoNetworkTimeoutError('connection timed out'),
    new mongo.MongoServerClosedError(),
    new mongo.MongoTopologyClosedError(),
    new mongo.MongoOperationTimeoutError('timed out'),
    // The driver makes these of a pool of its own.
    ...['MongoPoolClearedError', 'PoolClearedOnNetworkError', 'MongoPoolClosedError', 'MongoWaitQueueTimeoutError'].map(asClass),
    ...[43, 91, 189, 11600, 11602].map(fromServer),
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
