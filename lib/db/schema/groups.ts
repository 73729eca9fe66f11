import { foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "@/lib/db/schema/columns";
import { memberships, offices } from "@/lib/db/schema/offices";

const ofHeadOffice = () =>
  uuid("office_id")
    .notNull()
    .references(() => offices.id, { onDelete: "cascade" });

/** Groups of member offices; they belong to the head office. */
export const groups = pgTable(
  "groups",
  {
    id: uuid("id").notNull().defaultRandom(),
    officeId: ofHeadOffice(),
    name: text("name").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.id, t.officeId] }), index("groups_office").on(t.officeId)],
);

/** Which member offices are in a group. */
export const groupOffices = pgTable(
  "group_offices",
  {
    groupId: uuid("group_id").notNull(),
    officeId: ofHeadOffice(),
    memberId: uuid("member_id")
      .notNull()
      .references(() => offices.id, { onDelete: "cascade" }),
  },
  (t) => [
    primaryKey({ columns: [t.groupId, t.memberId] }),
    foreignKey({ columns: [t.groupId, t.officeId], foreignColumns: [groups.id, groups.officeId] }).onDelete(
      "cascade",
    ),
    index("group_offices_member").on(t.memberId),
  ],
);

/** Who administers all offices of a group: colleagues of the head office, for as long as they are that. */
export const groupAdministrators = pgTable(
  "group_administrators",
  {
    groupId: uuid("group_id").notNull(),
    officeId: ofHeadOffice(),
    userId: uuid("user_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.groupId, t.userId] }),
    foreignKey({ columns: [t.groupId, t.officeId], foreignColumns: [groups.id, groups.officeId] }).onDelete(
      "cascade",
    ),
    foreignKey({
      columns: [t.userId, t.officeId],
      foreignColumns: [memberships.userId, memberships.officeId],
    }).onDelete("cascade"),
    index("group_administrators_user").on(t.userId),
  ],
);
