-- Sessions and links that are over are removed by the sweep.
grant delete on sessions, login_tokens to auth;
