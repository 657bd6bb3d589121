/**
 * What the packages ask for and neither server loads: tools of Debian's maintainer scripts, users and services of a whole system, and, of PostGIS,
 * rasters (gdal) and solids (sfcgal), which bring a hundred libraries more. Without them half is to be fetched and unpacked.
 */
const NAMES = [
  'adduser',
  'debconf',
  'fonts-dejavu-core',
  'locales',
  'openssl',
  'passwd',
  'perl',
  'perl-base',
  'postgresql-client-common',
  'postgresql-common',
  'procps',
  'ssl-cert',
  'systemd',
  'ucf',
];
const LIBRARIES = /\b(?:libgdal|libsfcgal)\d\w*/g;

/**
 * A list of installed packages (https://www.debian.org/doc/debian-policy/ch-controlfields.html) that makes apt leave these out.
 * @param shown what `apt-cache show` says of the packages that ask for them: names of libraries hold their version
 */
export function leftOut(shown: string): string {
  const names = [...NAMES, ...new Set(shown.match(LIBRARIES))];
  // "allowed" satisfies dependencies such as `perl:any` as well.
  return names
    .map((name) =>
      [`Package: ${name}`, 'Status: install ok installed', 'Version: 9999', 'Architecture: all', 'Multi-Arch: allowed', ''].join('\n'),
    )
    .join('\n');
}
