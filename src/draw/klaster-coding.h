/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-attribute.h"
#include "klaster-palette.h"

G_BEGIN_DECLS

/**
 * KlasterCoding:
 *
 * What colour and size of the members' symbols say in one scene: colour by an attribute, in classes; size by a number, the
 * area of a symbol proportional to it. Classes are made of all members of the project, whatever is filtered out, so that
 * colours stay the same while somebody searches. Immutable, reference-counted, any thread.
 */
typedef struct _KlasterCoding KlasterCoding;

/* Colours: a kind each, or classes of an attribute and the two below */
#define KLASTER_N_CLASSES KLASTER_N_KINDS
#define KLASTER_CLASS_OTHER KLASTER_N_CATEGORIES     /* what there is no colour for */
#define KLASTER_CLASS_UNKNOWN (KLASTER_N_CLASSES - 1) /* of an attribute only: nobody has said */

/* One step of the sizes that a legend shows */
typedef struct
{
  double number;
  double size;       /* diameter, logical pixels at 100 % text */
  gboolean and_less; /* smaller numbers are drawn no smaller */
} KlasterSizeStep;

/* @scope (nullable); @ended: whether ended cooperation counts */
KlasterCoding      *klaster_coding_new              (KlasterSnapshot     *snapshot,
                                                     KlasterAttribute     color_by,
                                                     KlasterAttribute     size_by,
                                                     KlasterScopeFilter  *scope,
                                                     gboolean             ended,
                                                     const KlasterStyle  *style);
KlasterCoding      *klaster_coding_ref              (KlasterCoding       *self);
void                klaster_coding_unref            (KlasterCoding       *self);
/* Whether both mean the same, so that one legend does for both */
gboolean            klaster_coding_equal            (const KlasterCoding *a,
                                                     const KlasterCoding *b);

KlasterAttribute    klaster_coding_get_color_by     (const KlasterCoding *self);
KlasterAttribute    klaster_coding_get_size_by      (const KlasterCoding *self);
/* Of a member: its class, and the diameter of its symbol in logical pixels at 100 % text; 0: by role and zoom, as ever;
 * @unknown: the size says nothing */
guint               klaster_coding_get_class        (const KlasterCoding *self,
                                                     const KlasterRow    *institution);
double              klaster_coding_get_size         (const KlasterCoding *self,
                                                     const KlasterRow    *institution,
                                                     gboolean            *unknown);
/* (transfer none): the palette's; of the class of what is unknown that of its outline */
const KlasterColor *klaster_coding_get_color        (const KlasterCoding *self,
                                                     guint                class);
/* (transfer none) (nullable): what a class stands for; NULL: there is no such class */
const char         *klaster_coding_get_class_name   (const KlasterCoding *self,
                                                     guint                class);
/* The word for what nobody has said; (transfer none) */
const char         *klaster_coding_get_unknown_name (const KlasterCoding *self);
/* (transfer none) (array length=n_steps): the largest first; none when no size is known or all have one size */
const KlasterSizeStep *klaster_coding_get_steps     (const KlasterCoding *self,
                                                     guint               *n_steps);
/* (transfer full) (nullable): what colour and size say of a member: “Staff: 64”, with @separator between the two; NULL:
 * nothing that is not said of every member anyway (kind, role and district that are known) */
char               *klaster_coding_describe         (const KlasterCoding *self,
                                                     const KlasterRow    *institution,
                                                     const char          *separator);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterCoding, klaster_coding_unref)

G_END_DECLS
