export { startHttpSink, type HttpFault, type HttpSink, type ReceivedRequest, type SinkTls } from './http-sink';
export { startSmtpSink, type ReceivedMail, type SmtpFault, type SmtpSink } from './smtp-sink';
