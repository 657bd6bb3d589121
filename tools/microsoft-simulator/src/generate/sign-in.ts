/** Interactive sign-ins, in Graph's shape and as the unified log's UserLoggedIn and UserLoginFailed. */
import type { Json, JsonObject } from '../model';
import { firstPartyApps, resources, signInErrors, type Browser, type SignInError } from '../world/catalog';
import type { User } from '../world/company';
import { graphTime, pickPerson, unifiedTime, type Build } from './build';

export interface Place {
  city: string;
  state: string;
  country: string;
  latitude: number;
  longitude: number;
}

export interface SignIn {
  user: User;
  ip: string;
  place: Place;
  app: { name: string; appId: string };
  /** null means success. */
  error: SignInError | null;
  browser: Browser;
  managed: boolean;
  mfa: boolean;
  clientApp: string;
  risk: 'none' | 'low' | 'medium' | 'high';
  protocol: 'none' | 'deviceCode' | 'ropc';
  agent?: string;
}

export function ordinarySignIn(build: Build): SignIn {
  const { rng } = build;
  const user = pickPerson(build);
  const error = rng.chance(0.09) ? rng.weighted(signInErrors, (e) => e.weight) : null;
  const travelling = rng.chance(0.01);
  return {
    user,
    ip: travelling ? `203.0.113.${1 + rng.int(250)}` : user.ip,
    place: travelling ? { city: 'Lisbon', state: 'Lisboa', country: 'PT', latitude: 38.72, longitude: -9.14 } : user.office,
    app: rng.weighted(firstPartyApps, (app) => app.weight),
    error,
    browser: user.browser,
    managed: user.device.compliant,
    mfa: rng.chance(0.7),
    clientApp: rng.chance(0.6) ? 'Browser' : 'Mobile Apps and Desktop clients',
    risk: rng.chance(0.001) ? 'low' : 'none',
    protocol: 'none',
  };
}

function appliedPolicies({ company, rng }: Build, signIn: SignIn): Json[] {
  return company.policies.map((policy, i) => {
    const mfa = i < 2;
    const blocked = signIn.error?.code === 53003 && i === 4;
    const result = blocked
      ? 'failure'
      : mfa && signIn.mfa && !signIn.error
        ? 'success'
        : i === 5 || rng.chance(0.2)
          ? 'notApplied'
          : 'reportOnlyNotApplied';
    return {
      id: policy.id,
      displayName: policy.name,
      enforcedGrantControls: mfa ? ['Mfa'] : i === 3 ? ['RequireCompliantDevice'] : ['Block'],
      enforcedSessionControls: [],
      result,
    };
  });
}

function authenticationDetails(signIn: SignIn, time: string): Json[] {
  const wrong = signIn.error?.code === 50126;
  const first = {
    authenticationStepDateTime: time,
    authenticationMethod: 'Password',
    authenticationMethodDetail: 'Password in the cloud',
    succeeded: !wrong,
    authenticationStepResultDetail: wrong ? 'Invalid username or password or Invalid on-premise username or password.' : 'Correct password',
    authenticationStepRequirement: 'Primary authentication',
  };
  if (wrong || !signIn.mfa) return [first];
  const succeeded = signIn.error === null;
  return [
    first,
    {
      authenticationStepDateTime: time,
      authenticationMethod: 'Mobile app notification',
      authenticationMethodDetail: null,
      succeeded,
      authenticationStepResultDetail: succeeded ? 'MFA completed in Azure AD' : 'MFA required in Azure AD',
      authenticationStepRequirement: 'MFA',
    },
  ];
}

/** Graph v1.0 `signIn`. */
export function graphSignIn(build: Build, signIn: SignIn): { id: string; body: JsonObject } {
  const { rng, at } = build;
  const { user, error, place, browser } = signIn;
  const id = rng.guid();
  const time = graphTime(at, rng);
  const resource = rng.pick(resources);
  const body: JsonObject = {
    id,
    createdDateTime: time,
    userDisplayName: user.displayName,
    userPrincipalName: user.upn,
    userId: user.id,
    appId: signIn.app.appId,
    appDisplayName: signIn.app.name,
    ipAddress: signIn.ip,
    clientAppUsed: signIn.clientApp,
    userAgent: signIn.agent ?? browser.agent,
    correlationId: rng.guid(),
    conditionalAccessStatus: error?.code === 53003 ? 'failure' : signIn.mfa && !error ? 'success' : 'notApplied',
    isInteractive: true,
    riskDetail: 'none',
    riskLevelAggregated: signIn.risk,
    riskLevelDuringSignIn: signIn.risk,
    riskState: signIn.risk === 'none' ? 'none' : 'atRisk',
    riskEventTypes: [],
    riskEventTypes_v2: signIn.risk === 'none' ? [] : ['unfamiliarFeatures'],
    resourceDisplayName: resource.name,
    resourceId: resource.id,
    authenticationRequirement: signIn.mfa ? 'multiFactorAuthentication' : 'singleFactorAuthentication',
    authenticationProtocol: signIn.protocol,
    status: {
      errorCode: error?.code ?? 0,
      failureReason: error?.reason ?? 'Other.',
      additionalDetails: signIn.mfa && !error ? 'MFA requirement satisfied by claim in the token' : null,
    },
    deviceDetail: {
      deviceId: signIn.managed ? user.device.id : '',
      displayName: signIn.managed ? user.device.name : '',
      operatingSystem: browser.os,
      browser: browser.browser,
      isCompliant: signIn.managed,
      isManaged: signIn.managed,
      trustType: signIn.managed ? 'Azure AD joined' : '',
    },
    location: {
      city: place.city,
      state: place.state,
      countryOrRegion: place.country,
      geoCoordinates: { altitude: null, latitude: place.latitude, longitude: place.longitude },
    },
    mfaDetail: null,
    appliedConditionalAccessPolicies: appliedPolicies(build, signIn),
    authenticationDetails: authenticationDetails(signIn, time),
    authenticationProcessingDetails: [{ key: 'Is CAE Token', value: 'False' }],
    networkLocationDetails: [],
  };
  return { id, body };
}

/** The unified log's record of a sign-in (RecordType 15); it says `Success` for many failures. */
export function unifiedSignIn({ rng, at, company }: Build, signIn: SignIn): { id: string; body: JsonObject } {
  const { user, error, browser } = signIn;
  const id = rng.guid();
  const body: JsonObject = {
    CreationTime: unifiedTime(at),
    Id: id,
    Operation: error ? 'UserLoginFailed' : 'UserLoggedIn',
    OrganizationId: company.tenantId,
    RecordType: 15,
    ResultStatus: error && rng.chance(0.6) ? 'Failed' : 'Success',
    UserKey: user.id,
    UserType: 0,
    Version: 1,
    Workload: 'AzureActiveDirectory',
    ClientIP: signIn.ip,
    ObjectId: error ? 'Unknown' : signIn.app.appId,
    UserId: user.upn,
    AzureActiveDirectoryEventType: 1,
    ExtendedProperties: [
      { Name: 'ResultStatusDetail', Value: error ? 'UserError' : 'Success' },
      { Name: 'UserAgent', Value: signIn.agent ?? browser.agent },
      { Name: 'UserAuthenticationMethod', Value: '1' },
      {
        Name: 'RequestType',
        Value: signIn.protocol === 'deviceCode' ? 'Cmsi:Cmsi' : rng.pick(['Login:login', 'OAuth2:Authorize', 'OAuth2:Token']),
      },
    ],
    ModifiedProperties: [],
    Actor: [
      { ID: user.id, Type: 0 },
      { ID: user.upn, Type: 5 },
    ],
    ActorContextId: company.tenantId,
    ActorIpAddress: signIn.ip,
    InterSystemsId: rng.guid(),
    IntraSystemId: id,
    SupportTicketId: '',
    Target: [{ ID: error ? 'Unknown' : signIn.app.appId, Type: 0 }],
    TargetContextId: company.tenantId,
    ApplicationId: signIn.app.appId,
    DeviceProperties: [
      { Name: 'OS', Value: browser.legacyOs },
      { Name: 'BrowserType', Value: browser.type },
      { Name: 'IsCompliantAndManaged', Value: signIn.managed ? 'True' : 'False' },
      { Name: 'SessionId', Value: rng.guid() },
    ],
    ErrorNumber: String(error?.code ?? 0),
    ...(error ? { LogonError: error.logon } : {}),
  };
  return { id, body };
}
