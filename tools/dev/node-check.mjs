/** Oldest Node that can install the workspace; everything else then runs on the Node that the package `node` brings. */
var oldest = [20, 19];

/** `null` when Node `version` (such as `18.12.1`) will do, otherwise what is wrong and what to do about it. */
export function nodeProblem(version) {
  var parts = String(version).split('.');
  var major = Number(parts[0]);
  var minor = Number(parts[1]);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return null;
  return (
    'Node ' +
    version +
    ' is too old for AOC: it needs Node ' +
    oldest.join('.') +
    ' or newer to install itself, and then brings its own Node 24. ' +
    'Install a current Node from https://nodejs.org (or with your version manager, for example "nvm install 24"), open a new terminal and run the command again.'
  );
}
