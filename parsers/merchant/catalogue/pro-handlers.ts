// Messages of the product handlers that only the shop's pro branches have.
import { entries, type CatalogueEntry } from './entry.js';

const support = (code: string, label: string): string =>
  `${code} | support.registering | I | support | 2016-08..now | ${label} Postpay : Registering Customer Support`;
const known = (code: string, label: string): string =>
  `${code} | user.known | I | account | 2016-08..2017-02 | ${label} Prepay : Known account {userName} at process entry.`;
const uncreated = (code: string, label: string): string =>
  `${code} | user.creation-failed | E | account | 2016-08..2017-02 | ${label} Prepay Error : User could not be created {userName}.`;

const credits = 'STD_ADD_TRAINING_CREDITS';
const quiz = 'STD_ADD_QUIZ_ATTEMPTS';
const category = 'STD_CREATE_CATEGORY';
const course = 'STD_CREATE_COURSE';
const instance = 'STD_CREATE_VINSTANCE';
const multiple = 'STD_ENROL_ONE_COURSE_MULTIPLE';
const multipleToo = 'STD_ENROL_ONE_COURSE MULTIPLE';
const seats = 'STD_GENERATE_SEATS';
const tool = 'STD_OPEN_LTI_ACCESS';
const registered = 'STD_REGISTERED_PRODUCT';
const session = 'STD_SETUP_ONE_COURSE_SESSION';
const certificate = 'STD_UNLOCK_PDCERTIFICATE';

const creating: readonly CatalogueEntry[] = entries(
  'production',
  `
CRD1 | delivery.credits.completed | S | delivery | 2016-08..now | ${credits} Postpay : Complete.
${support('CRD2', credits)}
CRD3 | delivery.credits.uninstalled | E | delivery | 2016-08..now | ${credits} Postpay Error : Training credits not installed.
CRD4 | delivery.credits.defaulted | W | delivery | 2016-08..2016-09 | ${credits} Postpay Warning : No credits defined. defaults to one per quantity unit
QUZ1 | delivery.quiz.completed | S | delivery | 2021-03..now | ${quiz} Postpay : Complete.
QUZ2 | delivery.quiz.quiz-missing | E | delivery | 2021-03..now | ${quiz} Postpay Error : No quiz defined.
QUZ3 | delivery.quiz.uninstalled | E | delivery | 2021-03..now | ${quiz} Postpay Error : Userquiz Limits not installed.
CAT1 | delivery.category.completed | S | delivery | 2016-08..now | ${category} Postpay : Complete.
CAT2 | delivery.category.assign-failed | E | delivery | 2016-08..now | ${category} Postpay : Failed to assign course creator...
CAT3 | delivery.category.failed | E | delivery | 2016-08..now | ${category} Postpay Error : Failed to create catgory.
${support('CAT4', category)}
CAT5 | delivery.category.parent-missing | E | delivery | 2016-08..2016-09 | ${category} Postpay Error : Missing action data (parentcategory)
CAT5 | delivery.category.parent-missing | E | delivery | 2016-10..now | Missing action data (parentcategory)
${known('CAT6', category)}
${uncreated('CAT7', 'std_createcategory')}
CRS1 | delivery.course.created | S | delivery | 2021-03..now | ${course} Course created.
CRS2 | delivery.course.completed | S | delivery | 2016-08..now | ${course} Postpay : Completed in course {course}.
CRS3 | delivery.course.failed | E | delivery | 2016-08..now | ${course} Postpay Error : Course creation failure (DB reason)...
CRS4 | delivery.course.failed | E | delivery | 2016-12..now | ${course} Postpay Error : Failed creating default course...
CRS5 | delivery.course.template-empty | E | delivery | 2016-08..now | ${course} Postpay Error : Template {courseTemplate} has no backup...
CRS6 | delivery.course.category-missing | E | delivery | 2016-08..now | ${course} Postpay Error : Missing handler action data (coursecategory)
CRS7 | delivery.course.template-missing | E | delivery | 2016-08..now | ${course} Postpay Error : Missing handler action data (template)
CRS8 | delivery.course.duration-missing | E | delivery | 2016-08..now | ${course} Postpay : Missing handler action data (template)
CRS9 | delivery.course.assign-failed | E | delivery | 2016-08..now | ${course} Postpay Error : Failed to assign teacher...
${support('CRS10', course)}
${known('CRS11', course)}
${uncreated('CRS12', course)}
CRS12 | user.creation-failed | E | account | 2016-12..2017-02 | User could not be created {userName}.
CRS13 | delivery.course.removed | I | delivery | 2016-12..now | Deleting all course data {$course->shortname}
VIN1 | delivery.instance.completed | S | delivery | 2016-08..now | ${instance} Postpay : Complete.
VIN2 | delivery.instance.short-name-missing | E | delivery | 2016-08..now | ${instance} Postpay Error : No shortname defined
VIN3 | delivery.instance.name-missing | E | delivery | 2016-08..now | ${instance} Postpay Error : No name defined
VIN4 | delivery.instance.template-missing | E | delivery | 2016-08..now | ${instance} Postpay Error : No template name defined
VIN5 | delivery.instance.template-missing | E | delivery | 2016-08..now | ${instance} Postpay Error : Template not available
VIN6 | delivery.instance.uninstalled | E | delivery | 2016-08..now | ${instance} Postpay Error : VMoodle not installed
VIN7 | delivery.instance.uninstalled | E | delivery | 2016-08..now | ${instance} Postpay Error : Training credits not installed.
${support('VIN8', instance)}
${known('VIN9', instance)}
${uncreated('VIN10', instance)}
`,
);

const enrolling: readonly CatalogueEntry[] = entries(
  'production',
  `
ENM1 | delivery.enrol.enrolled | S | delivery | 2018-04..now | ${multiple} PostPay : User {userId:digits} Enrolled in course {course}
ENM2 | delivery.enrol.course-missing | E | delivery | 2018-04..now | ${multiple} PostPay : failed... Bad course name
ENM2 | delivery.enrol.course-missing | E | delivery | 2018-04..now | ${multiple} PostPay : failed... Bad course idnumber
ENM2 | delivery.enrol.course-missing | E | delivery | 2018-04..now | ${multiple} PostPay : failed... Bad course id
ENM3 | delivery.enrol.group-created | I | delivery | 2018-04..now | Creating missing group {group:last} as {groupId}
ENM4 | delivery.enrol.group-joined | I | delivery | 2018-04..now | Adding user {userId:digits} to group {group}
${support('ENM5', multipleToo)}
ENM6 | delivery.enrol.completed | S | delivery | 2018-04..now | ${multipleToo} PostPay : Completed for {course}...
ENM7 | delivery.enrol.adjusted | I | delivery | 2018-04..now | Adjusting user enrolment enddate to {$lastdateproduct->enddate} for {$ue->enrolid} for user {$ue->userid}
SEA1 | delivery.seats.completed | S | delivery | 2016-08..now | ${seats} Postpay : Complete.
${support('SEA2', seats)}
SEA3 | delivery.seats.unrestricted | W | delivery | 2016-08..now | ${seats} Postpay Warning : No courses restriction
SEA4 | delivery.seats.defaulted | W | delivery | 2016-08..now | ${seats} Postpay Warning : Defaults to 1 unit pack
SEA5 | delivery.seats.supervisor-defaulted | W | delivery | 2016-08..now | ${seats} Postpay Warning : Supervisor role defined but not in database. Using teacher as default.
SEA6 | delivery.seats.supervisor-defaulted | W | delivery | 2016-08..now | ${seats} Postpay Warning : Supervisor role not defined. Using teacher as default.
SEA7 | delivery.seats.courses-missing | E | delivery | 2016-08..now | ${seats} Postpay Error : No courses in course list. Possible product misconfiguration.
SEA8 | delivery.seats.courses-missing | W | delivery | 2016-08..2016-09 | ${seats} Postpay : No courses
${known('SEA9', seats)}
${uncreated('SEA10', seats)}
SES1 | delivery.session.user-creating | I | delivery | 2016-08..now | ${session} Postpay : Creating user [{userName}].
SES2 | delivery.session.user-registering | I | delivery | 2016-08..now | ${session} Postpay : Registering existing user [{userName}].
SES3 | delivery.session.enrolling | I | delivery | 2016-08..now | ${session} Postpay : Enrolling {role}.
SES4 | delivery.session.enrolled | S | delivery | 2016-08..now | ${session} Postpay : {name:last} ({userName}) enrolled.
SES5 | delivery.session.group-creating | I | delivery | 2016-08..now | ${session} Postpay : Creating group ['customer_{userName}].
SES6 | delivery.session.group-binding | I | delivery | 2016-10..2024-07 | ${session} Postpay : {previous} Binding ({userName} in group ['customer_{group}].
SES6 | delivery.session.group-binding | I | delivery | 2016-08..now | ${session} Postpay : Binding ({userName} in group ['customer_{group}].
${support('SES7', session)}
SES8 | delivery.session.completed | S | delivery | 2016-08..now | ${session} Postpay : All complete in {course}.
SES9 | delivery.session.unenrollable | E | delivery | 2016-08..now | ${session} Postpay Failure : Not enrollable instance
SES10 | delivery.session.failed | E+ | delivery | 2016-08..now | ${session} Postpay Failure : enrolled failed with exception ({exception}
SES11 | delivery.session.course-missing | E | delivery | 2016-08..now | ${session} Postpay Internal Failure : Target Course Error [{course}].
SES12 | delivery.session.role-missing | E | delivery | 2016-08..now | ${session} Postpay Internal Failure : Supervisor Role Do Not Exist [{role}].
SES13 | delivery.session.cut-short | I | delivery | 2016-10..2016-12 | ${session} Postpay :
`,
);

const opening: readonly CatalogueEntry[] = entries(
  'production',
  `
LTI1 | delivery.tool.completed | S | delivery | 2016-08..now | ${tool} Postpay : Completed in course {course}.
LTI2 | delivery.tool.failed | E | delivery | 2016-08..now | ${tool} Postpay Error : LTI Setup failure (DB reason)...
LTI3 | delivery.tool.course-missing | E | delivery | 2016-08..now | ${tool} Postpay Error : Missing handler action data (coursename)
${support('LTI4', tool)}
LTI5 | support.defaulted | W | support | 2016-08..now | ${tool} Prepay Warning : Customer support defaults to shop settings.
LTI6 | support.undefined | W | support | 2016-08..now | ${tool} Prepay Warning : No customer support area defined.
${known('LTI7', tool)}
${uncreated('LTI8', tool)}
REG1 | delivery.product.registered | S | delivery | 2021-03..now | ${registered} Postpay : Product {product:last} registered for {userName}.
${support('REG2', registered)}
REG3 | support.extra-registering | I | support | 2024-06..now | ${registered} Postpay : Registering Extra Support
CER1 | delivery.certificate.unlocked | S | delivery | 2016-08..now | ${certificate} Postpay : Certificate {certificate:last} unlocked for {userName}.
CER2 | delivery.certificate.target-missing | E | delivery | 2016-08..now | ${certificate} Postpay Error : No target certificate
CER3 | delivery.certificate.failed | E | delivery | 2016-08..now | ${certificate} Postpay Error : Certificate unlocking failure (DB reason)...
${support('CER4', certificate)}
`,
);

export const proHandlers: readonly CatalogueEntry[] = [...creating, ...enrolling, ...opening];
