/** Invented people's names from many places, without accents so that they can serve as mail addresses. */
export const givenNames = (
  'Amara Anika Aoife Arjun Astrid Aylin Beatriz Benedikt Bilal Bronwyn Camille Catalina Chidi Chloe Daiki Dalia Dario Desta ' +
  'Elena Emeka Emil Esra Fadi Farah Femi Fiona Gabriel Giulia Hamid Hana Henrik Hilde Ibrahim Ines Ingrid Isaac Jamal Jana ' +
  'Jiho Joao Kavya Keiko Kofi Kwame Laila Lars Leila Liam Linh Lucia Magda Malik Marek Mei Mira Nadia Nam Ngozi Niamh Nikhil ' +
  'Noor Olga Omar Oskar Paolo Petra Priya Rafael Rania Ravi Rosa Samira Sana Sergio Sigrid Sofia Suresh Tala Tariq Thandi ' +
  'Tomas Tuan Uma Valentina Viktor Wanjiru Wei Yara Yusuf Zofia Zuri'
).split(' ');

export const familyNames = (
  'Abebe Acheampong Adeyemi Ahlberg Aksoy Almeida Andersen Baptiste Bauer Becker Bianchi Bielak Brunner Castillo Chandra Chen ' +
  'Cohen Costa Dahl Delgado Diallo Dubois Eriksen Farouk Fischer Fonseca Garcia Ghosh Gruber Haddad Hansen Hoang Horvat Ivanova ' +
  'Iyer Jansen Jovanovic Kamau Kaya Keller Khalil Kim Kowalski Kruger Kumar Lindgren Lopez Mahmoud Marchetti Mbeki McAllister ' +
  'Mensah Moreau Mueller Murphy Mwangi Nakamura Nguyen Novak Nowak Nyberg Obi Okafor Okonkwo Oliveira Osei Park Patel Pereira ' +
  'Petrov Popescu Rahman Ramos Reyes Rossi Saito Sato Schmid Sharma Silva Singh Svensson Tanaka Tesfaye Torres Tran Vega Vogel ' +
  'Wagner Walsh Weber Wong Yamamoto Yilmaz Zhang Zimmermann'
).split(' ');

export const companies = [
  { name: 'Northwind Harbour', domain: 'northwindharbour' },
  { name: 'Lumen & Field', domain: 'lumenfield' },
  { name: 'Castor Instruments', domain: 'castorinstruments' },
  { name: 'Blueheron Logistics', domain: 'blueheronlogistics' },
  { name: 'Marigold Health', domain: 'marigoldhealth' },
  { name: 'Tidewater Foods', domain: 'tidewaterfoods' },
] as const;

export const departments = [
  'Sales',
  'Finance',
  'Engineering',
  'Human Resources',
  'Marketing',
  'Operations',
  'Legal',
  'Procurement',
  'Customer Care',
  'Research',
] as const;

/** Offices with their share of the staff, their distance from UTC in hours (winter time) and their public address range. */
export const offices = [
  {
    city: 'Zurich',
    state: 'Zurich',
    country: 'CH',
    latitude: 47.37,
    longitude: 8.54,
    utcHours: 1,
    share: 0.4,
    network: '195.176.40.',
    ipv6: '2001:620:40:',
  },
  {
    city: 'London',
    state: 'England',
    country: 'GB',
    latitude: 51.5,
    longitude: -0.12,
    utcHours: 0,
    share: 0.2,
    network: '81.145.32.',
    ipv6: '2a00:23c6:40:',
  },
  {
    city: 'New York',
    state: 'New York',
    country: 'US',
    latitude: 40.71,
    longitude: -74,
    utcHours: -5,
    share: 0.25,
    network: '64.147.112.',
    ipv6: '2604:2000:40:',
  },
  {
    city: 'Singapore',
    state: 'Central Singapore',
    country: 'SG',
    latitude: 1.29,
    longitude: 103.85,
    utcHours: 8,
    share: 0.15,
    network: '119.73.128.',
    ipv6: '2404:e800:40:',
  },
] as const;
export type Office = (typeof offices)[number];
/** Where the IT department sits. */
export const adminOffice = offices[1];

/** Where the attackers of the stories come from. */
export const attackerPlaces = [
  { city: 'Lagos', state: 'Lagos', country: 'NG', latitude: 6.45, longitude: 3.39, network: '105.112.96.' },
  { city: 'Bucharest', state: 'Bucuresti', country: 'RO', latitude: 44.43, longitude: 26.1, network: '89.136.51.' },
  { city: 'Ashburn', state: 'Virginia', country: 'US', latitude: 39.04, longitude: -77.49, network: '45.83.220.' },
  { city: 'Saint Petersburg', state: 'Sankt-Peterburg', country: 'RU', latitude: 59.93, longitude: 30.34, network: '185.220.101.' },
] as const;

export const fileStems =
  'Budget Forecast Contract Roadmap Offer Minutes Payroll Inventory Design Review Invoice Handbook Strategy Audit Proposal Report Schedule Customers Pricing Onboarding'.split(
    ' ',
  );
export const fileTypes = ['docx', 'xlsx', 'pptx', 'pdf', 'csv', 'txt', 'png', 'zip'] as const;
/** What people let rules sort away. */
export const newsletters = ['newsletter', 'digest', 'ticket', 'build finished', 'unsubscribe'] as const;
export const subjects = [
  'Weekly figures',
  'Re: contract draft',
  'Lunch on Thursday?',
  'Invoice 20431',
  'Project kick-off',
  'Fwd: travel plan',
  'Quarterly review',
  'New starter',
  'Server maintenance tonight',
  'Re: Re: numbers',
] as const;
