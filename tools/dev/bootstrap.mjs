// Entry of `npm start`, `npm test` and `npm run NAME`. The syntax of this file and of node-check.mjs stays at ES5 plus
// modules, so that an old Node gets as far as saying that it is too old.
import { nodeProblem } from './node-check.mjs';

var problem = nodeProblem(process.versions.node);
if (problem) {
  console.error(problem);
  process.exit(1);
} else {
  import('./install.mjs')
    .then(function (install) {
      return install.prepareAndRun(process.argv.slice(2));
    })
    .catch(function (error) {
      console.error(error && error.expected ? error.message : error);
      process.exit(1);
    });
}
