import { textOf } from "../draft.ts";
import type { Org } from "../org.ts";
import type { Row } from "../record-store.ts";

/** The `id` of a token reply. */
export function identityUrl(org: Org, userId: string): string {
  return `${org.options.baseUrl()}/id/${org.id}/${userId}`;
}

/** As OpenID Connect names things. */
export function userInfo(org: Org, user: Row): object {
  const text = (field: string) => textOf(user, field);
  return {
    sub: identityUrl(org, user.id),
    user_id: user.id,
    organization_id: org.id,
    preferred_username: text("Username"),
    nickname: text("CommunityNickname"),
    name: text("Name"),
    email: text("Email"),
    email_verified: true,
    given_name: text("FirstName"),
    family_name: text("LastName"),
    zoneinfo: text("TimeZoneSidKey"),
    locale: text("LocaleSidKey"),
    language: text("LanguageLocaleKey"),
    active: true,
    user_type: "STANDARD",
    updated_at: text("LastModifiedDate"),
    urls: urls(org, user.id),
  };
}

/** As the identity address answers. */
export function identity(org: Org, user: Row): object {
  const text = (field: string) => textOf(user, field);
  const base = org.options.baseUrl();
  return {
    id: identityUrl(org, user.id),
    asserted_user: true,
    user_id: user.id,
    organization_id: org.id,
    username: text("Username"),
    nick_name: text("CommunityNickname"),
    display_name: text("Name"),
    email: text("Email"),
    email_verified: true,
    first_name: text("FirstName"),
    last_name: text("LastName"),
    timezone: text("TimeZoneSidKey"),
    photos: { picture: `${base}/profilephoto/005/F`, thumbnail: `${base}/profilephoto/005/T` },
    addr_street: text("Street"),
    addr_city: text("City"),
    addr_state: text("State"),
    addr_country: text("Country"),
    addr_zip: text("PostalCode"),
    mobile_phone: text("MobilePhone"),
    mobile_phone_verified: false,
    is_lightning_login_user: false,
    status: { created_date: null, body: null },
    urls: urls(org, user.id),
    active: true,
    user_type: "STANDARD",
    language: text("LanguageLocaleKey"),
    locale: text("LocaleSidKey"),
    utcOffset: 0,
    last_modified_date: text("LastModifiedDate"),
    is_app_installed: true,
  };
}

function urls(org: Org, userId: string): Readonly<Record<string, string>> {
  const base = org.options.baseUrl();
  const rest = `${base}/services/data/v{version}/`;
  return {
    enterprise: `${base}/services/Soap/c/{version}/${org.id}`,
    metadata: `${base}/services/Soap/m/{version}/${org.id}`,
    partner: `${base}/services/Soap/u/{version}/${org.id}`,
    rest,
    sobjects: `${rest}sobjects/`,
    search: `${rest}search/`,
    query: `${rest}query/`,
    recent: `${rest}recent/`,
    tooling_soap: `${base}/services/Soap/T/{version}/${org.id}`,
    tooling_rest: `${rest}tooling/`,
    profile: `${base}/${userId}`,
    feeds: `${rest}chatter/feeds`,
    groups: `${rest}chatter/groups`,
    users: `${rest}chatter/users`,
    feed_items: `${rest}chatter/feed-items`,
    feed_elements: `${rest}chatter/feed-elements`,
    custom_domain: base,
  };
}
