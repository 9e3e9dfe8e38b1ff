/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-project.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_CHILD_GROUP (klaster_child_group_get_type ())
G_DECLARE_FINAL_TYPE (KlasterChildGroup, klaster_child_group, KLASTER, CHILD_GROUP, AdwPreferencesGroup)

/**
 * KlasterChildGroup:
 *
 * The small records that belong to one record (contributions of a cooperation) or to the project as a whole (its
 * parameters), each in a row that opens out into its fields, with a button that adds another. Follows the project. It hides
 * while there is no record.
 *
 * Properties: project (KlasterProject, nullable)
 * Signal: ::fill (KlasterEdit *edit, gint64 id)  a record was added to @edit; set more of its columns than the parent
 *
 * @table: the table of the rows; @parent_column: the column that holds the record; @columns: names of what is edited, the
 * first is the title of a row (static); @words: texts of the group
 */
typedef struct
{
  const char *title;
  const char *empty;        /* (nullable): shown while there is none: what belongs here */
  const char *add_tooltip;  /* "Add Contribution" */
  const char *add_label;    /* of the edit: "Add contribution" */
  const char *delete_label; /* "Delete Contribution" */
  const char *about;        /* (nullable): what they are, below the title */
} KlasterChildWords;

/* Whether a row of the table is among those of the whole project */
typedef gboolean (*KlasterChildFunc) (const KlasterRow *row);

GtkWidget *klaster_child_group_new            (KlasterTable             table,
                                               guint                    parent_column,
                                               const char *const       *columns,
                                               const KlasterChildWords *words);
/* For the panel of the project: what @belongs says, or all rows of @table. Signal ::fill says what makes a new one belong */
GtkWidget *klaster_child_group_new_of_project (KlasterTable             table,
                                               KlasterChildFunc         belongs,
                                               const char *const       *columns,
                                               const KlasterChildWords *words);
/* The button that adds opens @popover instead: what is chosen there calls klaster_child_group_add() */
void       klaster_child_group_set_popover    (KlasterChildGroup       *self,
                                               GtkWidget               *popover);
/* Of each row: klaster_record_expander_set_summary() and, with a @label, klaster_record_expander_set_check(). Before the
 * first record is set; nothing is copied */
void       klaster_child_group_set_summary    (KlasterChildGroup       *self,
                                               const char *const       *columns);
void       klaster_child_group_set_check      (KlasterChildGroup       *self,
                                               guint                    column,
                                               const char              *on,
                                               const char              *off,
                                               const char              *label);
void       klaster_child_group_set_record     (KlasterChildGroup       *self,
                                               gint64                   record);
guint      klaster_child_group_get_n_children (KlasterChildGroup       *self);
void       klaster_child_group_add            (KlasterChildGroup       *self);
void       klaster_child_group_open           (KlasterChildGroup       *self,
                                               gint64                   id);
/* Writes what is pending in the rows */
void       klaster_child_group_flush          (KlasterChildGroup       *self);

G_END_DECLS
