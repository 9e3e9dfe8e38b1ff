/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-language.h"

G_BEGIN_DECLS

/* What a table looks like in other programs: its own columns, and beside them columns for people: the name of what a
 * reference means ("from_name" for "from_id"), and the records that are joined to it by tables in between ("party_ids",
 * "party_names" of an agreement; a cooperation has two such lists). What is written is also what is recognised when it is
 * read. */

typedef enum
{
  KLASTER_EXCHANGE_VALUE,      /* a column of the table */
  KLASTER_EXCHANGE_NAME,       /* the name of what a reference means */
  KLASTER_EXCHANGE_LIST_IDS,   /* joined records by their identifiers */
  KLASTER_EXCHANGE_LIST_NAMES, /* the same by name */
} KlasterExchangeKind;

/* No table has more lists than this. */
#define KLASTER_EXCHANGE_LISTS_MAX 2

/**
 * KlasterExchangeList:
 * @owner: the table whose rows show the list
 * @link: the table in between
 * @owner_column: its reference to @owner
 * @target_column: its reference to what is listed
 * @text_column: (nullable as 0): its text that stands in brackets behind each: a role
 * @main_column: (nullable as 0): the column of @owner that holds the first of what people see as one list; the list
 *   holds the others
 */
typedef struct
{
  KlasterTable owner;
  KlasterTable link;
  guint owner_column;
  guint target_column;
  guint text_column;
  guint main_column;
  const char *ids_header;
  const char *names_header;
} KlasterExchangeList;

/**
 * KlasterExchangeColumn:
 * @kind: what the column holds
 * @column: the table's column (value, name); 0: a list
 * @list: (nullable): the list
 * @header: (transfer none): what stands above it
 */
typedef struct
{
  KlasterExchangeKind kind;
  guint column;
  const KlasterExchangeList *list;
  const char *header;
} KlasterExchangeColumn;

/* (transfer none) (nullable): the lists that rows of @table show, from 0; NULL: there is no such list */
const KlasterExchangeList *klaster_exchange_get_list        (KlasterTable  table,
                                                             guint         position);
/* (transfer none) (nullable): "from_name" for the column from_id; NULL: the column is no reference */
const char                *klaster_exchange_get_name_header (KlasterTable  table,
                                                             guint         column);
/* (transfer full) (element-type KlasterExchangeColumn): @beside: names stand beside their identifiers, as people read;
 * otherwise behind all columns of the table, so that those stay where programs expect them */
GArray                    *klaster_exchange_list_columns    (KlasterTable  table,
                                                             gboolean      beside);

/* (transfer full): entries without the spaces around them; empty ones are left out */
char                     **klaster_exchange_split           (const char        *cell);

/* A cell as text; "" for what is not known. @date: for derived columns. (transfer full) */
char                      *klaster_exchange_format_cell     (KlasterSnapshot             *snapshot,
                                                             const KlasterRow            *row,
                                                             const KlasterExchangeColumn *column,
                                                             const char                  *date,
                                                             KlasterLanguage              language);

G_END_DECLS
