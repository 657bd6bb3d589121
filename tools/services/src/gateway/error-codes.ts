/**
 * DocumentDB reports errors as SQLSTATEs `M` + four base-36 digits; each stands for one MongoDB error code. These are the ones below 11001
 * and the later ones that applications meet; the numbers are those of MongoDB's public error list.
 */
const mapped: Record<string, [code: number, name: string]> = {
  M0000: [1, 'InternalError'],
  M0001: [2, 'BadValue'],
  M0003: [9, 'FailedToParse'],
  M0004: [14, 'TypeMismatch'],
  M0005: [15, 'Overflow'],
  M00DO: [16, 'InvalidLength'],
  M0006: [20, 'IllegalOperation'],
  M00EW: [24, 'LockTimeout'],
  M0008: [26, 'NamespaceNotFound'],
  M0009: [27, 'IndexNotFound'],
  M000A: [28, 'PathNotViable'],
  M000C: [34, 'CannotBackfillArray'],
  M000D: [40, 'ConflictingUpdateOperators'],
  M000E: [43, 'CursorNotFound'],
  M000F: [48, 'NamespaceExists'],
  M00EX: [50, 'MaxTimeMSExpired'],
  M000G: [52, 'DollarPrefixedFieldName'],
  M000H: [53, 'CannotBeIdField'],
  M000I: [54, 'NotSingleValueField'],
  M000J: [56, 'EmptyFieldName'],
  M000K: [57, 'DottedFieldName'],
  M00EY: [59, 'CommandNotFound'],
  M000M: [66, 'ImmutableField'],
  M000N: [67, 'CannotCreateIndex'],
  M000O: [68, 'IndexAlreadyExists'],
  M000P: [72, 'InvalidOptions'],
  M000Q: [73, 'InvalidNamespace'],
  M000R: [85, 'IndexOptionsConflict'],
  M000S: [86, 'IndexKeySpecsConflict'],
  M00F0: [91, 'ShutdownInProgress'],
  M000T: [111, 'NotExactValueField'],
  M00F1: [112, 'WriteConflict'],
  M000U: [115, 'CommandNotSupported'],
  M00F2: [117, 'ConflictingOperationInProgress'],
  M00CO: [121, 'DocumentValidationFailure'],
  M00EL: [143, 'CursorInUse'],
  M000W: [146, 'ExceededMemoryLimit'],
  M000Z: [166, 'CommandNotSupportedOnView'],
  M0010: [167, 'OptionNotSupportedOnView'],
  M0011: [181, 'AmbiguousIndexKeyPattern'],
  M0012: [197, 'InvalidIndexSpecificationOption'],
  M0013: [224, 'QueryFeatureNotAllowed'],
  M0015: [241, 'ConversionFailure'],
  M0016: [263, 'OperationNotSupportedInTransaction'],
  M0017: [276, 'IndexBuildAborted'],
  M0018: [291, 'NoQueryExecutionPlans'],
  M0019: [361, 'CollectionUUIDMismatch'],
  M001B: [10334, 'BSONObjectTooLarge'],
  M001C: [11000, 'DuplicateKey'],
  M001J: [13548, 'Location13548'],
  M001M: [15955, 'Location15955'],
  M001Q: [15972, 'Location15972'],
  M001R: [15976, 'Location15976'],
  M001S: [15981, 'Location15981'],
  M00DP: [15998, 'Location15998'],
  M0020: [16410, 'Location16410'],
  M0024: [16610, 'Location16610'],
  M002J: [16876, 'Location16876'],
  M0037: [17276, 'Location17276'],
  M003A: [17419, 'Location17419'],
  M003B: [17420, 'Location17420'],
  M004L: [28766, 'Location28766'],
  M0059: [31254, 'Location31254'],
  M005E: [31325, 'Location31325'],
  M007T: [40323, 'Location40323'],
  M007U: [40324, 'Location40324'],
  M0087: [40414, 'Location40414'],
  M0088: [40415, 'Location40415'],
};

/** What PostgreSQL itself may report, in MongoDB's terms. */
const fromPostgres: Record<string, [code: number, name: string]> = {
  '23505': [11000, 'DuplicateKey'],
  '23P01': [11000, 'DuplicateKey'],
  '40001': [112, 'WriteConflict'],
  '40P01': [112, 'WriteConflict'],
  '42501': [13, 'Unauthorized'],
  '53100': [14031, 'OutOfDiskSpace'],
  '53200': [146, 'ExceededMemoryLimit'],
  '53300': [202, 'NetworkInterfaceExceededTimeLimit'],
  '54000': [10334, 'BSONObjectTooLarge'],
  '55P03': [24, 'LockTimeout'],
  '57014': [50, 'MaxTimeMSExpired'],
  '22021': [9, 'FailedToParse'],
};

/** MongoDB's code and code name for a SQLSTATE. DocumentDB's states that are not listed are all faults of the request. */
export function errorCode(sqlState: string): { code: number; codeName: string } {
  const [code, codeName] =
    mapped[sqlState] ?? fromPostgres[sqlState] ?? (sqlState.startsWith('M') ? [2, 'BadValue'] : [1, 'InternalError']);
  return { code, codeName };
}

/** Inside `writeErrors` the engine packs the SQLSTATE into one number: five characters, six bits each, the first lowest, as offset from `0`. */
export function unpackSqlState(packed: number): string {
  return [0, 6, 12, 18, 24].map((shift) => String.fromCharCode(((packed >> shift) & 0x3f) + 48)).join('');
}

/** True where the connection to the engine, not the request, is at fault: shutdown, crash recovery, starting up, lost connection. */
export const isConnectionLoss = (sqlState: string | undefined): boolean => sqlState === undefined || /^(57P0[1-5]|08...)$/.test(sqlState);

/** The engine chose this statement as the victim of a deadlock; it left nothing behind and may run again. */
export const isRetryable = (sqlState: string | undefined): boolean => sqlState === '40P01' || sqlState === '40001';

/** An error that a command handler itself reports. */
export class CommandError extends Error {
  override name = 'CommandError';
  constructor(
    readonly code: number,
    readonly codeName: string,
    message: string,
  ) {
    super(message);
  }
}
