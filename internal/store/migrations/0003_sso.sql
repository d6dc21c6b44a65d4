-- One account for one (issuer, subject) of single sign-on.
CREATE UNIQUE INDEX credential_sso ON credential (secret) WHERE kind = 'sso';
