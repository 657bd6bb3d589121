/** A body with a status other than the usual one of its route. */
export class Answer<T> {
  constructor(
    readonly status: number,
    readonly body: T,
  ) {}
}
