/** A record that the default rule on new applications fires on. */
const newApplication = (actor: string) =>
  JSON.stringify({
    Id: crypto.randomUUID(),
    CreationTime: new Date(Date.now() - 60_000).toISOString().slice(0, 19),
    RecordType: 8,
    Operation: 'Add application.',
    Workload: 'AzureActiveDirectory',
    UserId: actor,
    UserType: 0,
    OrganizationId: '9f1c3c0e-5f0a-4b8e-9d0b-0d6a3a1f7c11',
    ResultStatus: 'Success',
    ObjectId: 'Application_1',
  });

/** Lets somebody new do what a default rule looks for; gives the UPN, by which the alert is known. */
export async function raiseAlert(baseUrl: string): Promise<string> {
  const actor = `intruder-${crypto.randomUUID().slice(0, 8)}@example.com`;
  const form = new FormData();
  form.append('file', new Blob([newApplication(actor)]), 'live.ndjson');
  const answer = await fetch(`${baseUrl}/api/imports`, { method: 'POST', body: form });
  if (!answer.ok) throw new Error(await answer.text());
  return actor;
}
