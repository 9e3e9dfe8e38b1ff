/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-language.h"
#include "klaster-project.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_LINKED_GROUP (klaster_linked_group_get_type ())
G_DECLARE_DERIVABLE_TYPE (KlasterLinkedGroup, klaster_linked_group, KLASTER, LINKED_GROUP, AdwPreferencesGroup)

/**
 * KlasterLinkedGroup:
 *
 * Records of another table that a cooperation is linked with, or that all of several are linked with: to be linked with a
 * picker, unlinked, gone to. Follows the project.
 *
 * Property: project (KlasterProject, nullable)
 */
struct _KlasterLinkedGroupClass
{
  AdwPreferencesGroupClass parent_class;

  KlasterTable target; /* of what is linked */
  /* (transfer container): rows of @target that the cooperation @id is linked with, in the order in which they are shown */
  GPtrArray   *(*list)         (KlasterSnapshot    *snapshot,
                                gint64              id);
  /* The second line of a row, (transfer full) (nullable), and what stands in front of the button that unlinks */
  char        *(*describe)     (KlasterLinkedGroup *self,
                                KlasterSnapshot    *snapshot,
                                KlasterRow         *row,
                                GtkWidget          *suffix);
  /* What is said while nothing is linked */
  const char  *(*get_empty_text) (guint n_ids);
  /* (transfer full) (nullable) */
  KlasterEdit *(*link)         (KlasterSnapshot    *snapshot,
                                const gint64       *ids,
                                guint               n_ids,
                                gint64              target);
  KlasterEdit *(*unlink)       (KlasterSnapshot    *snapshot,
                                const gint64       *ids,
                                guint               n_ids,
                                gint64              target);
  /* Whether @delta may matter */
  gboolean     (*concerns)     (KlasterDelta       *delta);
  /* (nullable): the group is filled anew; buttons of the subclass follow */
  void         (*updated)      (KlasterLinkedGroup *self,
                                gboolean            editable);
};

KlasterProject *klaster_linked_group_get_project (KlasterLinkedGroup *self);
/* The cooperations */
const gint64   *klaster_linked_group_get_ids     (KlasterLinkedGroup *self,
                                                  guint              *n_ids);
void            klaster_linked_group_set_records (KlasterLinkedGroup *self,
                                                  const gint64       *ids,
                                                  guint               n_ids);
/* For the init function of a subclass: a flat button beside the title, with @text for tooltip and readers */
void            klaster_linked_group_add_button  (KlasterLinkedGroup *self,
                                                  GtkWidget          *button,
                                                  const char         *text);
/* For the same: the button that opens the picker */
void            klaster_linked_group_add_picker  (KlasterLinkedGroup *self,
                                                  const char         *icon,
                                                  const char         *text);
/* As the picker and the buttons in the rows do */
void            klaster_linked_group_link        (KlasterLinkedGroup *self,
                                                  gint64              target);
void            klaster_linked_group_unlink      (KlasterLinkedGroup *self,
                                                  gint64              target);
/* NULL changes nothing */
void            klaster_linked_group_apply       (KlasterLinkedGroup *self,
                                                  KlasterEdit        *edit);
/* Puts the focus on what links */
gboolean        klaster_linked_group_focus       (KlasterLinkedGroup *self);

G_END_DECLS
