// For --import: stack traces name the lines of our own sources. The flag --enable-source-maps would also read the maps of all packages,
// which takes a program half a second of computing at start and 30 MB.
import { setSourceMapsSupport } from 'node:module';

// https://nodejs.org/api/module.html#modulesetsourcemapssupportenabled-options
setSourceMapsSupport(true);
