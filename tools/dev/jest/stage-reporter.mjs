// Reporter of Jest for `npm test`: writes a line of JSON about each project (unit, int, e2e) once its last test file has ended.
// https://jestjs.io/docs/configuration#custom-reporters

const PREFIX = '@@stage ';

export default class StageReporter {
  stages = [];

  /** The runner starts test files project by project: with the first of the next one, all of the one before have started. */
  onTestFileStart({ context }) {
    const name = context.config.displayName?.name ?? '';
    let stage = this.stages.at(-1);
    if (stage?.name !== name) {
      if (stage) stage.whole = true;
      stage = { name, passed: 0, failed: 0, skipped: 0, began: Date.now(), report: [], running: 0, whole: false, told: false };
      this.stages.push(stage);
    }
    stage.running += 1;
  }

  onTestFileResult({ path, context }, result) {
    const stage = this.stages.find(({ name }) => name === (context.config.displayName?.name ?? ''));
    stage.running -= 1;
    stage.passed += result.numPassingTests;
    stage.skipped += result.numPendingTests + result.numTodoTests;
    // A file that could not run is a failure, whatever its tests would have been.
    stage.failed += result.numFailingTests + (result.testExecError ? 1 : 0);
    if (result.failureMessage) stage.report.push(`${path}\n${result.failureMessage}`);
    if (stage.whole && stage.running === 0) this.tell(stage);
  }

  onRunComplete() {
    for (const stage of this.stages) if (!stage.told) this.tell(stage);
  }

  tell(stage) {
    stage.told = true;
    const { name, passed, failed, skipped, began, report } = stage;
    const result = { name, passed, failed, skipped, seconds: (Date.now() - began) / 1000, report: report.join('\n') };
    process.stdout.write(`\n${PREFIX}${JSON.stringify(result)}\n`);
  }
}
