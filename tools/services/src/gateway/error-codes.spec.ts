import { errorCode, isConnectionLoss, isRetryable, unpackSqlState } from './error-codes';

const pack = (state: string): number =>
  [...state].reduce((sum, character, index) => sum + ((character.charCodeAt(0) - 48) << (6 * index)), 0);

describe('error codes', () => {
  it.each([
    ['M001C', 11000, 'DuplicateKey'],
    ['M0008', 26, 'NamespaceNotFound'],
    ['M000E', 43, 'CursorNotFound'],
    ['M0001', 2, 'BadValue'],
    ['M000U', 115, 'CommandNotSupported'],
    ['23P01', 11000, 'DuplicateKey'],
    ['57014', 50, 'MaxTimeMSExpired'],
    ['MZZZZ', 2, 'BadValue'],
    ['XX000', 1, 'InternalError'],
  ])('%s is %d %s', (state, code, codeName) => {
    expect(errorCode(state)).toEqual({ code, codeName });
    expect(unpackSqlState(pack(state))).toBe(state);
  });

  it('knows a lost engine from a refused request, and what may run again', () => {
    expect(['57P01', '57P02', '57P03', '08006', undefined].every(isConnectionLoss)).toBe(true);
    expect(['M0001', '40P01', '57014'].some(isConnectionLoss)).toBe(false);
    expect(['40P01', '40001'].every(isRetryable)).toBe(true);
    expect(isRetryable('23505')).toBe(false);
  });
});
