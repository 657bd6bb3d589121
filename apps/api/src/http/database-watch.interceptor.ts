import { databaseAnswers, type Connection } from '@aoc/server/mongo';
import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { exhaustMap, filter, firstValueFrom, from, map, race, timer, type Observable } from 'rxjs';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { databaseAway } from './error-mapping';

const LOOK_AFTER_MS = 4300;
const ANSWER_WITHIN_MS = 1000;

/** Fails as soon as the database has gone silent. */
const silence = (connection: Connection): Observable<never> =>
  timer(LOOK_AFTER_MS, LOOK_AFTER_MS).pipe(
    exhaustMap(() => databaseAnswers(connection, ANSWER_WITHIN_MS)),
    filter((answers) => !answers),
    map(() => {
      throw databaseAway();
    }),
  );

/** The result of what needs the database, unless that goes silent meanwhile. @throws DomainError unavailable */
export const whileDatabaseAnswers = <T>(connection: Connection, work: Promise<T>): Promise<T> =>
  firstValueFrom(race(from(work), silence(connection)));

/**
 * Answers 503 when a request waits for a database that has gone silent (no refusal, no reset, just nothing).
 * A question that merely takes long goes on, since the database answers a ping meanwhile.
 */
@Injectable()
export class DatabaseWatch implements NestInterceptor {
  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {}

  intercept(_host: ExecutionContext, next: CallHandler): Observable<unknown> {
    return race(next.handle(), silence(this.deps.connection));
  }
}
