from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cms", "0006_biographies")]

    operations = [migrations.RemoveField("mentorpage", "told")]
