// Messages of the community's product handlers (STD_*).
import { entries, type CatalogueEntry } from './entry.js';

const assign = 'STD_ASSIGN_ROLE_ON_CONTEXT';
const enrol = 'STD_ENROL_ONE_COURSE';
const session = 'STD_SETUP_ONE_COURSE_SESSION';
const extend = 'STD_EXTEND_ENROL_PERIOD';

export const handlers: readonly CatalogueEntry[] = entries(
  'production',
  `
ASG1 | support.defaulted | W | support | 2016-08..2016-09 | ${assign} Prepay Warning : Customer support defaults to block settings.
ASG1 | support.defaulted | W | support | 2016-10..now | Customer support defaults to block settings.
ASG2 | support.undefined | W | support | 2016-08..2016-09 | ${assign} Prepay Warning : No customer support aea defined.
ASG2 | support.undefined | W | support | 2016-10..now | No customer support aea defined.
ASG3 | delivery.role.context-level-missing | E | delivery | 2016-08..now | ${assign} PostPay : failed item {billItem} no context level
ASG4 | delivery.role.context-invalid | E | delivery | 2016-08..now | ${assign} PostPay : failed item {billItem} no valid context ({contextLevel}, {instance})
ASG5 | delivery.role.role-missing | E | delivery | 2016-08..now | ${assign} PostPay : failed item {billItem} no role defined
ASG5 | delivery.role.role-missing | E | delivery | 2016-08..now | ${assign} PostPay : failed item {billItem} no valid role ({role})
ASG6 | delivery.role.failed | E | delivery | 2016-08..now | ${assign} PostPay : Failed...
ASG7 | support.registering | I | support | 2016-08..now | ${assign} Postpay : Registering Customer Support
ASG8 | delivery.role.completed | S | delivery | 2016-08..now | ${assign} PostPay : Completed in {instance}...
ASG8 | delivery.role.completed | S | delivery | 2016-10..2016-10 | ${assign} PostPay :
ASG9 | delivery.role.removed | I | delivery | 2016-10..now | Deleting roleassignement on {$ra->contextid} for user {$ra->userid}
ENR1 | delivery.enrol.started | I | prepay | 2018-12..now | ${enrol} Prepay : Start processing.
ENR1 | delivery.enrol.started | I | delivery | 2018-12..now | ${enrol} Postpay : Start processing.
ENR2 | support.defaulted | W | support | 2016-08..now | ${enrol} Prepay Warning : Customer support defaults to shop settings.
ENR3 | support.undefined | W | support | 2016-08..now | ${enrol} Prepay Warning : No customer support area defined.
ENR4 | user.known | I | account | 2016-08..2017-02 | ${session} Prepay : Known account {userName} at process entry.
ENR4 | user.creation-failed | E | account | 2016-08..2017-02 | ${session} Prepay Error : User could not be created {userName}.
ENR5 | delivery.enrol.course-missing | E | delivery | 2016-11..now | ${enrol} PostPay : failed... Bad course name
ENR6 | delivery.enrol.course-missing | E | delivery | 2017-02..now | ${enrol} PostPay : failed... Bad course idnumber
ENR6 | delivery.enrol.course-missing | E | delivery | 2016-08..now | ${enrol} PostPay : failed... Bad course id
ENR7 | delivery.enrol.enrolled | S | delivery | 2017-02..now | ${enrol} PostPay : User {userId:digits} Enrolled in course {course}
ENR8 | delivery.enrol.failed | E | delivery | 2016-08..2017-02 | ${enrol} PostPay : Failed...
ENR8 | delivery.enrol.failed | E+ | delivery | 2017-02..now | ${enrol} PostPay : Failed enrol...
ENR8 | delivery.enrol.failed | E+ | delivery | 2018-12..now | ${enrol} PostPay : Failed enrol... {exception}
ENR9 | delivery.enrol.group-created | I | delivery | 2021-11..now | ${enrol} Postpay : Creating Origin Shop Group
ENR9 | delivery.enrol.group-joined | I | delivery | 2021-11..now | ${enrol} Postpay : Registering in Origin Shop Group
ENR10 | support.registering | I | support | 2016-08..now | ${enrol} Postpay : Registering Customer Support
ENR11 | delivery.enrol.completed | S | delivery | 2016-08..2016-10 | ${enrol} PostPay : Completed in {course}...
ENR11 | delivery.enrol.completed | S | delivery | 2016-10..now | ${enrol} PostPay : Completed for {course}...
ENR12 | delivery.enrol.removed | I | delivery | 2016-10..now | Deleting user enrolment on {$ue->enrolid} for user {$ue->userid}
EXT1 | delivery.extend.course-missing | E | delivery | 2016-11..now | ${extend} PostPay : failed... Bad course shortname
EXT1 | delivery.extend.course-missing | E | delivery | 2016-11..now | ${extend} PostPay : failed... Bad course id
EXT2 | delivery.extend.failed | E | delivery | 2016-08..now | ${extend} Postpay Error : Could not extend...
EXT3 | delivery.extend.completed | S | delivery | 2016-08..now | ${extend} Postpay : Complete...
PRO1 | delivery.prorogate.product-missing | E | delivery | 2024-06..now | STD_PROROGATE Postpay Error : Product could not be identified with reference {reference}.
PRO2 | delivery.prorogate.completed | S | delivery | 2024-06..now | STD_REGISTERED_PRODUCT Postpay : Product  prorogated for {userName}.
`,
);
