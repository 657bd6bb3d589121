const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const EMAIL = /^[^\s@<>()[\]\\,;:"/|]{1,128}@[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9][a-z0-9-]{0,62}){1,8}$/i;
const SID = /^S-1-(?:\d{1,14})(?:-\d{1,10}){0,14}$/i;

export const isGuid = (text: string): boolean => text.length === 36 && GUID.test(text);

/** All zeros, or all but the last digit: Microsoft's stand-ins for "no object". */
export const isEmptyGuid = (text: string): boolean => /^0{8}-0{4}-0{4}-0{4}-0{11}[01]$/.test(text);

/** Mail address or user principal name, guests (`x_y.com#EXT#@tenant`) included. */
export const isUpn = (text: string): boolean => text.length <= 320 && text.includes('@') && EMAIL.test(text);

export const isSid = (text: string): boolean => SID.test(text);

/** The GUID in `User_<guid>`, `ServicePrincipal_<guid>` or a plain GUID, in lower case. */
export function guidIn(text: string): string | null {
  if (isGuid(text)) return text.toLowerCase();
  const tail = text.slice(-36);
  return text.length > 37 && text.length < 70 && text.charAt(text.length - 37) === '_' && isGuid(tail) ? tail.toLowerCase() : null;
}

/** Names of Microsoft's own applications that the logs give by id alone; the ids are the same in every tenant. */
const FIRST_PARTY: ReadonlyMap<string, string> = new Map([
  ['00000002-0000-0000-c000-000000000000', 'Windows Azure Active Directory'],
  ['00000003-0000-0000-c000-000000000000', 'Microsoft Graph'],
  ['00000002-0000-0ff1-ce00-000000000000', 'Office 365 Exchange Online'],
  ['00000003-0000-0ff1-ce00-000000000000', 'Office 365 SharePoint Online'],
  ['00000004-0000-0ff1-ce00-000000000000', 'Skype for Business Online'],
  ['00000005-0000-0ff1-ce00-000000000000', 'Office 365 Yammer'],
  ['00000006-0000-0ff1-ce00-000000000000', 'Microsoft Office 365 Portal'],
  ['00000007-0000-0ff1-ce00-000000000000', 'Microsoft Exchange Online Protection'],
  ['00000007-0000-0000-c000-000000000000', 'Dataverse'],
  ['797f4846-ba00-4fd7-ba43-dac1f8f63013', 'Windows Azure Service Management API'],
  ['c44b4083-3bb0-49c1-b47d-974e53cbdf3c', 'Azure Portal'],
  ['04b07795-8ddb-461a-bbee-02f9e1bf7b46', 'Microsoft Azure CLI'],
  ['1950a258-227b-4e31-a9cf-717495945fc2', 'Microsoft Azure PowerShell'],
  ['1b730954-1685-4b74-9bfd-dac224a7b894', 'Azure Active Directory PowerShell'],
  ['14d82eec-204b-4c2f-b7e8-296a70dab67e', 'Microsoft Graph Command Line Tools'],
  ['de8bc8b5-d9f9-48b1-a8ad-b748da725064', 'Graph Explorer'],
  ['d3590ed6-52b3-4102-aeff-aad2292ab01c', 'Microsoft Office'],
  ['1fec8e78-bce4-4aaf-ab1b-5451cc387264', 'Microsoft Teams'],
  ['5e3ce6c0-2b1f-4285-8d4b-75ee78787346', 'Microsoft Teams Web Client'],
  ['cc15fd57-2c6c-4117-a88c-83b1d56b4bbe', 'Microsoft Teams Services'],
  ['4345a7b9-9a63-4910-a426-35363201d503', 'OfficeHome'],
  ['29d9ed98-a469-4536-ade2-f981bc1d605e', 'Microsoft Authentication Broker'],
  ['fb78d390-0c51-40cd-8e17-fdbfab77341b', 'Microsoft Exchange REST API Based PowerShell'],
  ['a0c73c16-a7e3-4564-9a95-2bdf47383716', 'Microsoft Exchange Online Remote PowerShell'],
  ['0000000a-0000-0000-c000-000000000000', 'Microsoft Intune'],
  ['5926fc8e-304e-4f59-8bed-58ca97cc39a4', 'Microsoft Intune portal extension'],
  ['d4ebce55-015a-49b5-a083-c84d1797ae8c', 'Microsoft Intune Enrollment'],
]);

export const firstPartyName = (appId: string | null): string | null =>
  appId === null ? null : (FIRST_PARTY.get(appId.toLowerCase()) ?? null);
