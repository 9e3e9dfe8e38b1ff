/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-banner.h"

/**
 * KlasterBanner:
 *
 * A strip above a page that says what is wrong and offers what to do: buttons are added as children. The message wraps
 * and the buttons go below it where the window is narrow.
 *
 * Signals: ::dismissed () when its close button was pressed; the banner hides by itself.
 */
struct _KlasterBanner
{
  GtkWidget parent_instance;

  GtkWidget *revealer;
  GtkImage *image;
  GtkLabel *label;
  GtkWidget *buttons;
  GtkWidget *close_button;
};

static void klaster_banner_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterBanner, klaster_banner, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, klaster_banner_buildable_init))

typedef enum
{
  PROP_MESSAGE = 1,
  PROP_REVEALED,
  PROP_DISMISSIBLE,
  PROP_ICON_NAME,
} KlasterBannerProperty;

static GParamSpec *properties[PROP_ICON_NAME + 1];

enum
{
  SIGNAL_DISMISSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkBuildableIface *parent_buildable_iface;

static void
close_cb (KlasterBanner *self)
{
  klaster_banner_set_revealed (self, FALSE);
  g_signal_emit (self, signals[SIGNAL_DISMISSED], 0);
}

static void
klaster_banner_buildable_add_child (GtkBuildable *buildable,
                                    GtkBuilder   *builder,
                                    GObject      *child,
                                    const char   *type)
{
  KlasterBanner *self = KLASTER_BANNER (buildable);

  if (self->buttons != NULL && GTK_IS_BUTTON (child))
    gtk_box_append (GTK_BOX (self->buttons), GTK_WIDGET (child));
  else
    parent_buildable_iface->add_child (buildable, builder, child, type);
}

static void
klaster_banner_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = klaster_banner_buildable_add_child;
}

static void
klaster_banner_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  KlasterBanner *self = KLASTER_BANNER (object);

  switch ((KlasterBannerProperty) prop_id)
    {
    case PROP_MESSAGE:
      g_value_set_string (value, gtk_label_get_text (self->label));
      break;
    case PROP_REVEALED:
      g_value_set_boolean (value, klaster_banner_get_revealed (self));
      break;
    case PROP_DISMISSIBLE:
      g_value_set_boolean (value, gtk_widget_get_visible (self->close_button));
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, gtk_image_get_icon_name (self->image));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
klaster_banner_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  KlasterBanner *self = KLASTER_BANNER (object);

  switch ((KlasterBannerProperty) prop_id)
    {
    case PROP_MESSAGE:
      klaster_banner_set_message (self, g_value_get_string (value));
      break;
    case PROP_REVEALED:
      klaster_banner_set_revealed (self, g_value_get_boolean (value));
      break;
    case PROP_DISMISSIBLE:
      gtk_widget_set_visible (self->close_button, g_value_get_boolean (value));
      break;
    case PROP_ICON_NAME:
      gtk_image_set_from_icon_name (self->image, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
klaster_banner_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (klaster_banner_parent_class)->dispose (object);
}

static void
klaster_banner_class_init (KlasterBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = klaster_banner_get_property;
  object_class->set_property = klaster_banner_set_property;
  object_class->dispose = klaster_banner_dispose;

  properties[PROP_MESSAGE] =
    g_param_spec_string ("message", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_REVEALED] =
    g_param_spec_boolean ("revealed", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_DISMISSIBLE] =
    g_param_spec_boolean ("dismissible", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ICON_NAME] =
    g_param_spec_string ("icon-name", NULL, NULL, "klaster-attention-symbolic", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_DISMISSED] =
    g_signal_new ("dismissed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/klaster_app/Klaster/ui/klaster-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, KlasterBanner, image);
  gtk_widget_class_bind_template_child (widget_class, KlasterBanner, label);
  gtk_widget_class_bind_template_child (widget_class, KlasterBanner, buttons);
  gtk_widget_class_bind_template_child (widget_class, KlasterBanner, close_button);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "klasterbanner");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
klaster_banner_init (KlasterBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * klaster_banner_set_message:
 * @self: a banner
 * @message: (nullable): what happened to what, and what can be done
 *
 * Says something else; does not reveal the banner.
 */
void
klaster_banner_set_message (KlasterBanner *self,
                            const char    *message)
{
  g_return_if_fail (KLASTER_IS_BANNER (self));

  if (message == NULL)
    message = "";
  if (g_strcmp0 (gtk_label_get_text (self->label), message) == 0)
    return;

  gtk_label_set_text (self->label, message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
}

gboolean
klaster_banner_get_revealed (KlasterBanner *self)
{
  g_return_val_if_fail (KLASTER_IS_BANNER (self), FALSE);

  return gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer));
}

void
klaster_banner_set_revealed (KlasterBanner *self,
                             gboolean       revealed)
{
  g_return_if_fail (KLASTER_IS_BANNER (self));

  revealed = !!revealed;
  if (klaster_banner_get_revealed (self) == revealed)
    return;

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), revealed);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVEALED]);
}
