/** The unified log's Audit.General (Teams, Security & Compliance, Power BI) and DLP.All. */
import type { JsonObject } from '../model';
import type { User } from '../world/company';
import { pickPerson, unifiedTime, type Build } from './build';

type Made = { id: string; body: JsonObject };

interface Common {
  operation: string;
  recordType: number;
  workload: string;
  user: User;
  userType?: number;
  extra: JsonObject;
}

export function generalRecord({ rng, at, company }: Build, common: Common): Made {
  const id = rng.guid();
  const body: JsonObject = {
    CreationTime: unifiedTime(at),
    Id: id,
    Operation: common.operation,
    OrganizationId: company.tenantId,
    RecordType: common.recordType,
    UserKey: common.user.id,
    UserType: common.userType ?? 0,
    Version: 1,
    Workload: common.workload,
    UserId: common.user.upn,
    ...common.extra,
  };
  return { id, body };
}

const teamsOperations = [
  ['TeamsSessionStarted', 40],
  ['MessageSent', 25],
  ['MeetingParticipantDetail', 12],
  ['ChannelAdded', 2],
  ['MemberAdded', 6],
  ['MemberRemoved', 2],
  ['TeamCreated', 0.7],
  ['TabAdded', 3],
  ['AppInstalled', 1],
  ['TeamsTenantSettingChanged', 0.2],
] as const;

function teams(build: Build): Made {
  const { rng, company } = build;
  const operation = rng.weighted(teamsOperations, ([, weight]) => weight)[0];
  const user = pickPerson(build);
  const team = rng.pick(company.groups);
  const member = rng.pick(company.people);
  const extra: JsonObject =
    operation === 'TeamsSessionStarted'
      ? { ClientIP: user.ip, ObjectId: 'Unknown', ItemName: 'Unknown' }
      : operation === 'TeamsTenantSettingChanged'
        ? {
            ObjectId: 'Allow email into channel',
            ModifiedProperties: [{ Name: 'Allow email into channel', OldValue: 'True', NewValue: 'False' }],
          }
        : {
            TeamName: team.name,
            TeamGuid: team.channel,
            AADGroupId: team.id,
            ItemName: team.name,
            CommunicationType: 'Team',
            ...(operation.startsWith('Member') ? { Members: [{ DisplayName: member.displayName, Role: 1, UPN: member.upn }] } : {}),
            ...(operation === 'MeetingParticipantDetail'
              ? { MeetingDetailId: rng.guid(), JoinTime: unifiedTime(build.at - 1_800_000), LeaveTime: unifiedTime(build.at) }
              : {}),
          };
  return generalRecord(build, { operation, recordType: 25, workload: 'MicrosoftTeams', user, extra });
}

function compliance(build: Build): Made {
  const { rng, company } = build;
  const user = rng.pick(company.admins);
  if (rng.chance(0.5)) {
    return generalRecord(build, {
      operation: rng.pick(['SearchMtpStatus', 'SearchDataInsightsSubscription', 'AggregateThreatProfileDetails']),
      recordType: 52,
      workload: 'SecurityComplianceCenter',
      user,
      userType: 5,
      extra: {
        UserId: 'NOT-FOUND',
        UserKey: 'NOT-FOUND',
        AadAppId: '8ee8fdad-f234-4243-8f3b-15c294843740',
        DataType: 'MtpStatus',
        DatabaseType: 'DataInsights',
        RelativeUrl: `/DataInsights/DataInsightsService.svc/Find/MtpStatus?tenantid=${company.tenantId}`,
        ResultCount: '1',
      },
    });
  }
  const operation = rng.pick(['Get-DlpCompliancePolicy', 'Get-RetentionCompliancePolicy', 'Get-ComplianceTag']);
  return generalRecord(build, {
    operation,
    recordType: 18,
    workload: 'SecurityComplianceCenter',
    user,
    userType: 2,
    extra: {
      ResultStatus: 'Success',
      ObjectId: '',
      UserKey: user.upn,
      SecurityComplianceCenterEventType: 0,
      ClientApplication: 'EMC',
      CmdletVersion: '...',
      EffectiveOrganization: company.initialDomain,
      NonPIIParameters: '',
      Parameters: '',
      StartTime: unifiedTime(build.at),
      UserServicePlan: '',
    },
  });
}

function powerBi(build: Build): Made {
  const user = pickPerson(build);
  return generalRecord(build, {
    operation: build.rng.pick(['ViewReport', 'ViewDashboard', 'ExportReport', 'GetSnapshots']),
    recordType: 20,
    workload: 'PowerBI',
    user,
    extra: {
      UserKey: user.puid,
      UserAgent: user.browser.agent,
      ClientIP: user.ip,
      ItemName: 'Sales overview',
      WorkSpaceName: user.department,
      DatasetName: 'Sales',
      ReportName: 'Sales overview',
      IsSuccess: true,
      ResultStatus: 'Succeeded',
      RequestId: build.rng.guid(),
      ActivityId: build.rng.guid(),
    },
  });
}

export const ordinaryGeneral = (build: Build): Made => {
  const draw = build.rng.float();
  return draw < 0.72 ? teams(build) : draw < 0.9 ? compliance(build) : powerBi(build);
};

/** RecordType 11 (SharePoint) or 13 (Exchange); arrives only under DLP.All. */
export function ordinaryDlp(build: Build): Made {
  const { rng, company } = build;
  const user = pickPerson(build);
  const mail = rng.chance(0.6);
  const policy = [
    {
      PolicyId: company.policies[0]?.id ?? rng.guid(),
      PolicyName: 'Credit card data',
      Rules: [
        {
          RuleId: rng.guid(),
          RuleName: 'High count of card numbers',
          RuleMode: 'Enable',
          Severity: rng.pick(['Low', 'Medium', 'High']),
          Actions: ['NotifyUser'],
          ConditionsMatched: {
            SensitiveInformation: [
              {
                SensitiveType: '50842eb7-edc8-4019-85dd-5a5c1f2bb085',
                SensitiveInformationTypeName: 'Credit Card Number',
                Count: 1 + rng.int(20),
                Confidence: 85,
              },
            ],
          },
        },
      ],
    },
  ];
  const where: JsonObject = mail
    ? {
        ExchangeMetaData: {
          MessageID: `<${rng.guid()}@${company.domain}>`,
          From: user.upn,
          To: ['someone@example.org'],
          CC: [],
          BCC: [],
          Subject: 'Invoice',
          Sent: unifiedTime(build.at),
          RecipientCount: 1,
        },
      }
    : {
        SharePointMetaData: {
          From: user.upn,
          itemCreationTime: unifiedTime(build.at - 86_400_000),
          SiteCollectionGuid: rng.guid(),
          SiteCollectionUrl: `https://${company.sharePoint}.sharepoint.com/sites/Finance`,
          FileName: 'Cards.xlsx',
          FileOwner: user.displayName,
          FilePathUrl: `https://${company.sharePoint}.sharepoint.com/sites/Finance/Shared Documents/Cards.xlsx`,
        },
      };
  return generalRecord(build, {
    operation: 'DlpRuleMatch',
    recordType: mail ? 13 : 11,
    workload: mail ? 'Exchange' : 'SharePoint',
    user,
    userType: 4,
    extra: {
      UserId: 'DlpAgent',
      UserKey: 'DlpAgent',
      IncidentId: rng.guid(),
      ObjectId: mail ? '' : 'Cards.xlsx',
      SensitiveInfoDetectionIsIncluded: false,
      PolicyDetails: policy,
      ...where,
    },
  });
}
