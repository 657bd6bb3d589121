/** Hue (degrees) of a service's dot; kept per service so that the eye learns it. */
const HUES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    Directory: 225,
    AzureActiveDirectory: 225,
    UserManagement: 200,
    GroupManagement: 130,
    RoleManagement: 350,
    ApplicationManagement: 295,
    Policy: 65,
    Device: 165,
    Intune: 165,
    Exchange: 245,
    SharePoint: 180,
    OneDrive: 215,
    Teams: 275,
    SignIn: 40,
  }),
);

/** A colour for any service; unknown ones get a stable hue from their name. */
export function serviceColour(service: string): string {
  const hash = [...service].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 360, 7);
  return `oklch(0.7 0.15 ${HUES.get(service) ?? hash})`;
}
