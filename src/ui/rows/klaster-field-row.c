/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-field-row.h"
#include "klaster-spoken.h"
#include "klaster-value-text.h"
#include "klaster-width-first.h"

typedef struct
{
  KlasterForm *form;
  char *column_name;
  int column; /* -1 until the form's table has it */
  char *visit;
  gboolean named; /* the title comes from the vocabulary */

  GtkWidget *box;
  GtkWidget *middle;
  GtkWidget *caption;
  GtkWidget *content;
  GtkWidget *field;
  GtkWidget *message_box;
  GtkWidget *message;
} KlasterFieldRowPrivate;

enum
{
  PROP_FORM = 1,
  PROP_COLUMN,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KlasterFieldRow, klaster_field_row, ADW_TYPE_PREFERENCES_ROW)

static void
find_column (KlasterFieldRow *self)
{
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (self);

  priv->column = -1;
  if (priv->form == NULL || priv->column_name == NULL)
    return;

  priv->column = klaster_schema_find_column (klaster_form_get_table (priv->form), priv->column_name);
  if (priv->column >= 0 && (priv->named || *adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)) == '\0'))
    {
      g_autofree char *name = klaster_value_column_name (klaster_form_get_table (priv->form), (guint) priv->column);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
      priv->named = TRUE;
    }
}

static void
form_changed_cb (KlasterFieldRow *self)
{
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (self);

  /* Undo, or somebody else: what is typed from now on is another step. */
  if (!klaster_form_get_writing (priv->form))
    klaster_field_row_begin_visit (self);
  find_column (self);
  klaster_field_row_refresh (self);
}

static void
set_form (KlasterFieldRow *self,
          KlasterForm     *form)
{
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (self);

  if (priv->form == form)
    return;

  if (priv->form)
    {
      klaster_field_row_flush (self);
      g_signal_handlers_disconnect_by_data (priv->form, self);
    }
  g_set_object (&priv->form, form);
  if (form)
    {
      g_signal_connect_object (form, "changed", G_CALLBACK (form_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (form, "flush", G_CALLBACK (klaster_field_row_flush), self, G_CONNECT_SWAPPED);
    }
  find_column (self);
  klaster_field_row_refresh (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FORM]);
}

static void
title_changed_cb (KlasterFieldRow *self)
{
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (self);
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));

  gtk_label_set_label (GTK_LABEL (priv->caption), title);
  if (GTK_IS_DROP_DOWN (priv->field))
    klaster_name_drop_down (priv->field, title);
  else if (priv->field)
    gtk_accessible_update_property (GTK_ACCESSIBLE (priv->field), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
klaster_field_row_dispose (GObject *object)
{
  KlasterFieldRow *self = KLASTER_FIELD_ROW (object);
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (self);

  if (priv->form)
    g_signal_handlers_disconnect_by_data (priv->form, self);
  g_clear_object (&priv->form);
  priv->field = NULL;

  G_OBJECT_CLASS (klaster_field_row_parent_class)->dispose (object);
}

static void
klaster_field_row_finalize (GObject *object)
{
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (KLASTER_FIELD_ROW (object));

  g_free (priv->column_name);
  g_free (priv->visit);

  G_OBJECT_CLASS (klaster_field_row_parent_class)->finalize (object);
}

static void
klaster_field_row_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (KLASTER_FIELD_ROW (object));

  switch (property_id)
    {
    case PROP_FORM:
      g_value_set_object (value, priv->form);
      break;
    case PROP_COLUMN:
      g_value_set_string (value, priv->column_name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_field_row_set_property (GObject      *object,
                                guint         property_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  KlasterFieldRow *self = KLASTER_FIELD_ROW (object);
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (self);

  switch (property_id)
    {
    case PROP_FORM:
      set_form (self, g_value_get_object (value));
      break;
    case PROP_COLUMN:
      g_free (priv->column_name);
      priv->column_name = g_value_dup_string (value);
      find_column (self);
      klaster_field_row_refresh (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_field_row_class_init (KlasterFieldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_field_row_dispose;
  object_class->finalize = klaster_field_row_finalize;
  object_class->get_property = klaster_field_row_get_property;
  object_class->set_property = klaster_field_row_set_property;

  properties[PROP_FORM] = g_param_spec_object ("form", NULL, NULL, KLASTER_TYPE_FORM,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_COLUMN] = g_param_spec_string ("column", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
klaster_field_row_init (KlasterFieldRow *self)
{
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (self);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  GtkWidget *bin;

  priv->column = -1;
  klaster_field_row_begin_visit (self);

  priv->caption = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (priv->caption), 0);
  gtk_label_set_ellipsize (GTK_LABEL (priv->caption), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (priv->caption, "caption");
  gtk_widget_add_css_class (priv->caption, "dim-label");

  priv->message = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (priv->message), 0);
  gtk_label_set_wrap (GTK_LABEL (priv->message), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (priv->message), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (priv->message, TRUE);
  gtk_widget_add_css_class (priv->message, "caption");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  priv->message_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (priv->message_box), icon);
  gtk_box_append (GTK_BOX (priv->message_box), priv->message);
  gtk_widget_add_css_class (priv->message_box, "error");
  gtk_widget_set_margin_top (priv->message_box, 3);
  gtk_widget_set_visible (priv->message_box, FALSE);

  priv->middle = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  bin = klaster_width_first_new (priv->middle);
  gtk_widget_set_hexpand (bin, TRUE);
  gtk_widget_set_valign (bin, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (priv->middle), priv->caption);
  gtk_box_append (GTK_BOX (priv->middle), priv->message_box);

  priv->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (priv->box, "field");
  gtk_box_append (GTK_BOX (priv->box), bin);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), priv->box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
  /* The field inside takes the focus, not the row around it. */
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "field-row");

  g_signal_connect (self, "notify::title", G_CALLBACK (title_changed_cb), NULL);
}

/**
 * klaster_field_row_get_form:
 *
 * Returns: (transfer none) (nullable): the form
 */
KlasterForm *
klaster_field_row_get_form (KlasterFieldRow *self)
{
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (self);

  g_return_val_if_fail (KLASTER_IS_FIELD_ROW (self), NULL);

  return priv->form;
}

/**
 * klaster_field_row_is_ready:
 *
 * Returns: whether there is a form whose table has the column; only then the column may be asked for
 */
gboolean
klaster_field_row_is_ready (KlasterFieldRow *self)
{
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (self);

  g_return_val_if_fail (KLASTER_IS_FIELD_ROW (self), FALSE);

  return priv->column >= 0 && priv->field != NULL;
}

/**
 * klaster_field_row_get_column:
 *
 * Returns: the column that is edited
 */
guint
klaster_field_row_get_column (KlasterFieldRow *self)
{
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (self);

  g_return_val_if_fail (KLASTER_IS_FIELD_ROW (self), 0);
  g_return_val_if_fail (priv->column >= 0, 0);

  return (guint) priv->column;
}

/**
 * klaster_field_row_get_info:
 *
 * Returns: the descriptor of the column that is edited
 */
const KlasterColumnInfo *
klaster_field_row_get_info (KlasterFieldRow *self)
{
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (self);

  return klaster_schema_get_column (klaster_form_get_table (priv->form), klaster_field_row_get_column (self));
}

/**
 * klaster_field_row_refresh:
 *
 * Shows what the form holds.
 */
void
klaster_field_row_refresh (KlasterFieldRow *self)
{
  g_return_if_fail (KLASTER_IS_FIELD_ROW (self));

  if (klaster_field_row_is_ready (self))
    KLASTER_FIELD_ROW_GET_CLASS (self)->refresh (self);
}

/**
 * klaster_field_row_flush:
 *
 * Writes what is pending.
 */
void
klaster_field_row_flush (KlasterFieldRow *self)
{
  g_return_if_fail (KLASTER_IS_FIELD_ROW (self));

  if (klaster_field_row_is_ready (self) && KLASTER_FIELD_ROW_GET_CLASS (self)->flush)
    KLASTER_FIELD_ROW_GET_CLASS (self)->flush (self);
}

/**
 * klaster_field_row_set_content:
 * @content: what stands below the caption
 * @field: the widget in or at @content that takes the focus and is named after the title
 */
void
klaster_field_row_set_content (KlasterFieldRow *self,
                               GtkWidget       *content,
                               GtkWidget       *field)
{
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (self);

  g_return_if_fail (KLASTER_IS_FIELD_ROW (self));
  g_return_if_fail (priv->content == NULL);

  priv->content = content;
  priv->field = field;
  gtk_box_insert_child_after (GTK_BOX (priv->middle), content, priv->caption);
  title_changed_cb (self);
}

/**
 * klaster_field_row_add_suffix:
 * @suffix: a button beside the field
 */
void
klaster_field_row_add_suffix (KlasterFieldRow *self,
                              GtkWidget       *suffix)
{
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (self);

  g_return_if_fail (KLASTER_IS_FIELD_ROW (self));

  gtk_widget_set_valign (suffix, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (priv->box), suffix);
}

/**
 * klaster_field_row_add_note:
 * @note: something said below the field
 */
void
klaster_field_row_add_note (KlasterFieldRow *self,
                            GtkWidget       *note)
{
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (self);

  g_return_if_fail (KLASTER_IS_FIELD_ROW (self));

  gtk_box_append (GTK_BOX (priv->middle), note);
}

/**
 * klaster_field_row_show_caption:
 * @visible: whether the caption is shown; an empty text field shows it as its placeholder instead
 */
void
klaster_field_row_show_caption (KlasterFieldRow *self,
                                gboolean         visible)
{
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (self);

  g_return_if_fail (KLASTER_IS_FIELD_ROW (self));

  gtk_widget_set_visible (priv->caption, visible);
}

/**
 * klaster_field_row_get_message:
 *
 * Returns: (nullable): why what stands in the field cannot be written
 */
const char *
klaster_field_row_get_message (KlasterFieldRow *self)
{
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (self);

  g_return_val_if_fail (KLASTER_IS_FIELD_ROW (self), NULL);

  return gtk_widget_get_visible (priv->message_box) ? gtk_label_get_label (GTK_LABEL (priv->message)) : NULL;
}

/**
 * klaster_field_row_set_message:
 * @message: (nullable): why what stands in the field cannot be written
 */
void
klaster_field_row_set_message (KlasterFieldRow *self,
                               const char      *message)
{
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (self);

  g_return_if_fail (KLASTER_IS_FIELD_ROW (self));

  gtk_label_set_label (GTK_LABEL (priv->message), message ? message : "");
  gtk_widget_set_visible (priv->message_box, message != NULL);
  if (message)
    gtk_widget_add_css_class (GTK_WIDGET (self), "invalid");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "invalid");
  if (priv->field)
    {
      gtk_accessible_update_state (GTK_ACCESSIBLE (priv->field), GTK_ACCESSIBLE_STATE_INVALID,
                                   message ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
      gtk_accessible_update_property (GTK_ACCESSIBLE (priv->field), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      message ? message : "", -1);
    }
}

/**
 * klaster_field_row_get_visit:
 *
 * Returns: (transfer none): a name for the time since the field got the focus; edits in one visit are one undo step
 */
const char *
klaster_field_row_get_visit (KlasterFieldRow *self)
{
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (self);

  g_return_val_if_fail (KLASTER_IS_FIELD_ROW (self), NULL);

  return priv->visit;
}

/**
 * klaster_field_row_begin_visit:
 *
 * What is written from now on is another undo step than what was written before.
 */
void
klaster_field_row_begin_visit (KlasterFieldRow *self)
{
  KlasterFieldRowPrivate *priv = klaster_field_row_get_instance_private (self);

  g_return_if_fail (KLASTER_IS_FIELD_ROW (self));

  g_free (priv->visit);
  priv->visit = g_uuid_string_random ();
}
