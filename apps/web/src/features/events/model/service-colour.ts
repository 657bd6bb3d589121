/** Hue (degrees) of a service's dot; kept per service so that the eye learns it. */
const HUES: Record<string, number> = {
  Directory: 225,
  AzureActiveDirectory: 225,
  UserManagement: 205,
  GroupManagement: 185,
  RoleManagement: 350,
  ApplicationManagement: 265,
  Policy: 25,
  Device: 160,
  Intune: 160,
  Exchange: 210,
  SharePoint: 175,
  OneDrive: 195,
  Teams: 255,
  SignInLogs: 45,
};

/** A colour for any service; unknown ones get a stable hue from their name. */
export function serviceColour(service: string): string {
  const hash = [...service].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 360, 7);
  return `oklch(0.7 0.15 ${HUES[service] ?? hash})`;
}
