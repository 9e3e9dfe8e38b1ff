/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-field-row.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_TEXT_FIELD (klaster_text_field_get_type ())
G_DECLARE_DERIVABLE_TYPE (KlasterTextField, klaster_text_field, KLASTER, TEXT_FIELD, KlasterFieldRow)

/**
 * KlasterTextField:
 *
 * A field in which one types. It writes on Enter, on leaving, one second after the last key and when the form flushes;
 * text that is not valid stays, with its reason, and is never written. Subclasses bring the widget.
 */
struct _KlasterTextFieldClass
{
  KlasterFieldRowClass parent_class;

  /* The widget. set_text keeps the cursor where it is as far as the text goes. */
  char    *(*get_text) (KlasterTextField  *self);
  void     (*set_text) (KlasterTextField  *self,
                        const char        *text);
  /* How the field looks: empty, several values, read-only. */
  void     (*present)  (KlasterTextField  *self,
                        gboolean           empty,
                        gboolean           differs,
                        gboolean           editable);

  /* The value. The defaults are those of one column. */
  KlasterSharedState (*format) (KlasterTextField *self,
                                char            **text);
  gboolean (*validate) (KlasterTextField  *self,
                        const char        *text,
                        GError           **error);
  void     (*write)    (KlasterTextField  *self,
                        const char        *text);
};

void     klaster_text_field_add_focus (KlasterTextField *self,
                                       GtkWidget        *field);
void     klaster_text_field_changed   (KlasterTextField *self);
void     klaster_text_field_commit    (KlasterTextField *self,
                                       gboolean          tidy);
gboolean klaster_text_field_revert    (KlasterTextField *self);
gboolean klaster_text_field_is_pending (KlasterTextField *self);
void     klaster_text_field_enter     (KlasterTextField *self,
                                       const char       *text);

G_END_DECLS
