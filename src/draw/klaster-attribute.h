/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-language.h"
#include "klaster-scope-filter.h"

G_BEGIN_DECLS

/* What the colour or the size of a member's symbol can tell. Its shape always tells the kind, so nothing is told by colour
 * alone. */
typedef enum
{
  KLASTER_ATTRIBUTE_NONE, /* colour: by kind; size: the same for all */
  KLASTER_ATTRIBUTE_ROLE,
  KLASTER_ATTRIBUTE_FOUNDER,
  KLASTER_ATTRIBUTE_DISTRICT,
  KLASTER_ATTRIBUTE_COOPERATIONS, /* how many it has in the scope */
  KLASTER_ATTRIBUTE_STRENGTH,     /* of all of these together */
  KLASTER_ATTRIBUTE_STUDENTS,
  KLASTER_ATTRIBUTE_STAFF,
  KLASTER_ATTRIBUTE_PRACTICE_PLACES,
  KLASTER_N_ATTRIBUTES
} KlasterAttribute;

/* "students": what settings and actions call it */
const char *klaster_attribute_get_token  (KlasterAttribute    self);
gboolean    klaster_attribute_find       (const char         *token,
                                          KlasterAttribute   *attribute);
/* As people see it; (transfer none). Of NONE: “Kind” */
const char *klaster_attribute_get_name   (KlasterAttribute    self,
                                          KlasterLanguage     language);
/* Numbers can also be told by size. */
gboolean    klaster_attribute_is_number  (KlasterAttribute    self);
/* (transfer full) (array length=n_rows): a number for each institution of @snapshot in the order of its rows, NAN where it is
 * unknown. Any thread; up to some 100 ms in the largest projects. */
double     *klaster_attribute_read       (KlasterAttribute    self,
                                          KlasterSnapshot    *snapshot,
                                          KlasterScopeFilter *scope,
                                          gboolean            ended);

G_END_DECLS
