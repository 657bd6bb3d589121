const TIME_LIMIT_CODE = 50;

/** Whether the database ended a command because its time was up (error 50, MaxTimeMSExpired). */
export const isTimeLimit = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === TIME_LIMIT_CODE;
