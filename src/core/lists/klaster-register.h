/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-agreement.h"

G_BEGIN_DECLS

/* What the register of agreements can show of each; names for settings and `.ui` files in klaster-register-column.c. */
typedef enum
{
  KLASTER_REGISTER_NUMBER,
  KLASTER_REGISTER_TITLE,
  KLASTER_REGISTER_KIND,
  KLASTER_REGISTER_PARTIES,
  KLASTER_REGISTER_PERIOD,
  KLASTER_REGISTER_STATUS,
  KLASTER_REGISTER_OBLIGATIONS,
  KLASTER_REGISTER_CLAUSES,
  KLASTER_REGISTER_SIGNED_ON,
  KLASTER_REGISTER_NOTICE_DAYS,
  KLASTER_REGISTER_AREAS,
  KLASTER_REGISTER_TASKS,
  KLASTER_REGISTER_GOAL,
  KLASTER_REGISTER_COOPERATIONS,
  KLASTER_REGISTER_RENEWS,
  KLASTER_REGISTER_LEGAL_BASIS,
  KLASTER_REGISTER_TERMINATED_ON,
  KLASTER_REGISTER_NOTES,
  KLASTER_REGISTER_N_COLUMNS
} KlasterRegisterColumn;

/* "number", "parties": what settings hold; static */
const char *klaster_register_column_get_name  (KlasterRegisterColumn        column);
gboolean    klaster_register_column_find      (const char                  *name,
                                               KlasterRegisterColumn       *column);
/* Heading; (transfer none) */
const char *klaster_register_column_get_title (KlasterRegisterColumn        column,
                                               KlasterLanguage              language);
/* What stands in a cell; (transfer full). @facts: of this agreement */
char       *klaster_register_column_get_text  (KlasterRegisterColumn        column,
                                               KlasterSnapshot             *snapshot,
                                               const KlasterRow            *agreement,
                                               const KlasterAgreementFacts *facts,
                                               KlasterLanguage              language);

/* What agreements can be filtered by. Values are tokens; KLASTER_REGISTER_ATTENTION has only "yes". */
typedef enum
{
  KLASTER_REGISTER_BY_STATUS,
  KLASTER_REGISTER_BY_KIND,
  KLASTER_REGISTER_BY_AREA,
  KLASTER_REGISTER_BY_ATTENTION,
  KLASTER_REGISTER_N_FACETS
} KlasterRegisterFacet;

typedef enum
{
  KLASTER_REGISTER_UNGROUPED,
  KLASTER_REGISTER_GROUP_KIND,
  KLASTER_REGISTER_GROUP_STATUS,
  KLASTER_REGISTER_GROUP_PARTY, /* the one beside the hub of the cluster */
  KLASTER_REGISTER_GROUP_YEAR,  /* academic year in which it begins */
  KLASTER_REGISTER_N_GROUPINGS
} KlasterRegisterGrouping;

/* "kind", "party": what is remembered, and targets of actions; static */
const char *klaster_register_grouping_get_name (KlasterRegisterGrouping  grouping);
gboolean    klaster_register_grouping_find     (const char              *name,
                                                KlasterRegisterGrouping *grouping);

G_END_DECLS
